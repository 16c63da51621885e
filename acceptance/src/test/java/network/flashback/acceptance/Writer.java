package network.flashback.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Writes, overwrites and deletes objects under a prefix of its own, one request after the other,
/// and keeps what each may be from then on.
final class Writer {
  private static final int PART_BYTES = 5 << 20;

  /// Bytes of an object, made again from a seed.
  record Content(long seed, int length) {
    byte[] bytes() {
      var bytes = new byte[length];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }
  }

  /// What an object may be: one content, or absent; more than one after a request without an
  /// answer, which may have taken effect or not.
  record Fate(Set<Optional<Content>> possible) {
    static Fate certain(Optional<Content> content) {
      return new Fate(Set.of(content));
    }

    Fate or(Optional<Content> other) {
      var more = new LinkedHashSet<>(possible);
      more.add(other);
      return new Fate(more);
    }

    boolean isCertain() {
      return possible.size() == 1;
    }
  }

  private final LiveSla sla;
  private final String prefix;
  private final Random random;
  private final Map<String, Fate> fates = new HashMap<>();
  private int names;
  private int acknowledged;

  Writer(LiveSla sla, String prefix, Random random) {
    this.sla = sla;
    this.prefix = prefix;
    this.random = random;
  }

  /// What must be found, by key; read when the writer has stopped.
  Map<String, Fate> fates() {
    return fates;
  }

  int acknowledged() {
    return acknowledged;
  }

  void writeUntil(AtomicBoolean stop) throws InterruptedException {
    try (var s3 = sla.s3()) {
      while (!stop.get()) {
        boolean done =
            switch (random.nextInt(10)) {
              case 0 -> multipart(s3);
              case 1, 2 -> delete(s3);
              case 3, 4 -> put(s3, existing().orElseGet(this::newKey), 1 << 20);
              case 5 -> put(s3, newKey(), 3 << 20);
              default -> put(s3, newKey(), 100_000);
            };
        if (!done) {
          Eventually.pause();
        }
      }
    }
  }

  private boolean put(S3Client s3, String key, int mostBytes) {
    var content = content(1 + random.nextInt(mostBytes));
    return change(
        key,
        Optional.of(content),
        () ->
            S3Outcome.of(
                    () ->
                        s3.putObject(
                            r -> r.bucket(sla.bucket()).key(key),
                            RequestBody.fromBytes(content.bytes())))
                .isDone());
  }

  private boolean delete(S3Client s3) {
    var key = existing();
    return key.isPresent()
        && change(
            key.get(),
            Optional.empty(),
            () ->
                S3Outcome.of(() -> s3.deleteObject(r -> r.bucket(sla.bucket()).key(key.get())))
                    .isDone());
  }

  private boolean multipart(S3Client s3) {
    var key = newKey();
    var content = content(PART_BYTES + 1 + random.nextInt(1 << 20));
    return change(
        key,
        Optional.of(content),
        () -> S3Outcome.of(() -> uploadInParts(s3, key, content.bytes())).isDone());
  }

  private void uploadInParts(S3Client s3, String key, byte[] bytes) {
    var bucket = sla.bucket();
    var upload = s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
    var parts = new ArrayList<CompletedPart>();
    for (int from = 0; from < bytes.length; from += PART_BYTES) {
      int number = parts.size() + 1;
      var part =
          java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART_BYTES));
      var tag =
          s3.uploadPart(
                  r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }
    s3.completeMultipartUpload(
        r -> r.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
  }

  /// Sends it and notes what follows from the answer. A refusal counts like no answer: a gateway
  /// killed between its database and its answer refuses nothing.
  private boolean change(String key, Optional<Content> wanted, BooleanSupplier request) {
    var before = fates.getOrDefault(key, Fate.certain(Optional.empty()));
    boolean done = request.getAsBoolean();
    fates.put(key, done ? Fate.certain(wanted) : before.or(wanted));
    if (done) {
      acknowledged++;
    }
    return done;
  }

  /// A key whose fate is certain. The others are left alone: a request without an answer may still
  /// be under way and overtake the next.
  private Optional<String> existing() {
    List<String> keys =
        fates.entrySet().stream()
            .filter(entry -> entry.getValue().isCertain())
            .filter(entry -> entry.getValue().possible().iterator().next().isPresent())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
  }

  private String newKey() {
    return prefix + names++;
  }

  private Content content(int length) {
    return new Content(random.nextLong(), length);
  }
}
