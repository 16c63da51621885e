package network.flashback.gateway.job;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.ObjectHeaders;
import network.flashback.gateway.metadata.ObjectMarks;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.ObjectReader;
import network.flashback.gateway.seal.Protection;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.gateway.write.Pace;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.s3compatible.S3Source;
import network.flashback.providers.s3compatible.S3Source.Content;
import network.flashback.providers.s3compatible.S3Source.Entry;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.RunningChecksum;
import network.flashback.s3.xml.ObjectLockConfiguration;

/// Copies an object of a source into a bucket. It becomes visible only when what arrived is what
/// the source says it is, by its tag or checksum, or by reading it a second time; and when what was
/// read back from the legs is what arrived.
///
/// The object keeps the source's entity tag, so that a later run sees what has changed.
public final class ObjectCopier {
  private final Legs legs;
  private final ExtentWriter writer;
  private final ExtentReader reader;
  private final Extents extents;
  private final Objects objects;
  private final Supplier<String> versions;
  private final InstantSource clock;

  /// @param versions new ids of versions
  public ObjectCopier(
      Legs legs,
      ExtentWriter writer,
      ExtentReader reader,
      Extents extents,
      Objects objects,
      Supplier<String> versions,
      InstantSource clock) {
    this.legs = legs;
    this.writer = writer;
    this.reader = reader;
    this.extents = extents;
    this.objects = objects;
    this.versions = versions;
    this.clock = clock;
  }

  /// Copies one object.
  ///
  /// @param there what its key shows now; what is written meanwhile is not replaced
  /// @throws StoreException [Reason#CORRUPT] when the bytes are not the source's
  void copy(S3Source source, Entry entry, Bucket bucket, Optional<StoredObject> there, Pace pace)
      throws IOException {
    var sla =
        legs.sla(bucket.slaId())
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.UNAVAILABLE, "the SLA of bucket " + bucket.name() + " has ended"));
    try (var content = source.get(entry)) {
      var sums = Sums.of(source, entry, content);
      var body = new Measured(content.body(), sums, pace);
      var written = writer.write(bucket, sla, body, entry.size(), protection(bucket));
      try {
        requireEnd(body);
        var object = object(source, entry, content, bucket, written);
        extents.received(written.puts());
        var md5 = sums.requireSources(() -> md5(source, entry, pace));
        requireSame(object, md5, bucket, pace);
        var _ = objects.commit(object, unchanged(there), List.of());
      } catch (IOException | RuntimeException e) {
        writer.abandon(written);
        throw e;
      }
    }
  }

  private static Protection protection(Bucket bucket) {
    var settings = bucket.settings();
    return settings.layout() == Layout.NATIVE && settings.encryption().isEmpty()
        ? Protection.NONE
        : Protection.SEALED;
  }

  private StoredObject object(
      S3Source source, Entry entry, Content content, Bucket bucket, ExtentWriter.Written written)
      throws IOException {
    var now = clock.instant();
    Map<String, String> tags = content.tags() > 0 ? source.tags(entry.key()) : Map.of();
    var lock = bucket.settings().objectLock().flatMap(ObjectLockConfiguration::rule);
    var marks =
        ObjectMarks.of(bucket.owner().id())
            .withTags(tags)
            .withRetention(lock.map(rule -> rule.from(now)));
    return new StoredObject(
        bucket.name(),
        entry.key(),
        versions.get(),
        false,
        true,
        new ETag(entry.etag()),
        entry.size(),
        new ObjectHeaders(content.headers(), content.user(), "STANDARD"),
        marks,
        content.checksum(),
        now.truncatedTo(ChronoUnit.MILLIS),
        written.id().stream()
            .map(id -> new StoredObject.Part(0, id, written.size(), Optional.empty()))
            .toList());
  }

  private static Conditions unchanged(Optional<StoredObject> there) {
    return there
        .map(object -> Conditions.matching(List.of(object.etag().value())))
        .orElseGet(
            () ->
                new Conditions(
                    List.of(),
                    List.of("*"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty()));
  }

  private static void requireEnd(InputStream body) throws IOException {
    if (body.read() >= 0) {
      throw new StoreException(Reason.CORRUPT, "the source sent more than it announced");
    }
  }

  /// What the legs give back is what arrived.
  private void requireSame(StoredObject object, byte[] md5, Bucket bucket, Pace pace)
      throws IOException {
    try (var back = ObjectReader.open(reader, bucket, object, 0, object.size(), Optional.empty())) {
      if (!MessageDigest.isEqual(md5, drain(back, pace))) {
        throw new StoreException(
            Reason.CORRUPT,
            "what was read back from the providers is not what was put there; it is tried again");
      }
    }
  }

  private static byte[] md5(S3Source source, Entry entry, Pace pace) throws IOException {
    try (var again = source.get(entry)) {
      return drain(again.body(), pace);
    }
  }

  private static byte[] drain(InputStream in, Pace pace) throws IOException {
    var sum = RunningChecksum.md5();
    try (var measured = new Measured(in, new Sums(sum, List.of()), pace)) {
      measured.transferTo(OutputStream.nullOutputStream());
    }
    return sum.finish();
  }

  /// The sums of a body on its way here, and what they must be.
  ///
  /// @param md5 of all bytes, in any case
  private record Sums(RunningChecksum md5, List<Wanted> wanted) {
    /// @param text what it must come to, in hexadecimal
    record Wanted(RunningChecksum sum, String text, String name) {}

    static Sums of(S3Source source, Entry entry, Content content) throws IOException {
      var wanted = new java.util.ArrayList<Wanted>();
      content
          .checksum()
          .ifPresent(
              sum ->
                  wanted.add(
                      new Wanted(
                          sum.algorithm().start(),
                          HexFormat.of().formatHex(sum.bytes()),
                          sum.algorithm().name())));
      if (!content.etagIsOpaque()) {
        ofTag(source, entry).ifPresent(wanted::add);
      }
      return new Sums(RunningChecksum.md5(), wanted);
    }

    /// A tag is the MD5 of the bytes, or that of the MD5s of parts of one size and a rest.
    private static Optional<Wanted> ofTag(S3Source source, Entry entry) throws IOException {
      if (entry.etag().matches("[0-9a-f]{32}")) {
        return Optional.of(new Wanted(RunningChecksum.md5(), entry.etag(), "the MD5 in its tag"));
      }
      if (!entry.etag().matches("[0-9a-f]{32}-[0-9]{1,5}")) {
        return Optional.empty();
      }
      var text = entry.etag().substring(0, 32);
      return source
          .parts(entry)
          .filter(parts -> entry.etag().equals(text + "-" + parts.count()))
          .filter(parts -> parts.firstBytes() > 0)
          .filter(parts -> Math.ceilDiv(entry.size(), parts.firstBytes()) == parts.count())
          .map(
              parts ->
                  new Wanted(
                      new PartedMd5(parts.firstBytes()), text, "the MD5 of MD5s in its tag"));
    }

    void update(byte[] bytes, int from, int length) {
      md5.update(bytes, from, length);
      wanted.forEach(one -> one.sum.update(bytes, from, length));
    }

    /// What arrived is what the source has: one of its own sums says so, or another reading.
    ///
    /// @return the MD5 of it
    byte[] requireSources(Reading again) throws IOException {
      var arrived = md5.finish();
      var confirmed = false;
      for (Wanted one : wanted) {
        var matches = HexFormat.of().formatHex(one.sum.finish()).equals(one.text);
        // Parts may be of many sizes; then their MD5s say nothing here.
        if (!matches && !(one.sum instanceof PartedMd5)) {
          throw new StoreException(
              Reason.CORRUPT,
              "what arrived has another checksum than the source says (" + one.name + ")");
        }
        confirmed |= matches;
      }
      if (!confirmed && !MessageDigest.isEqual(arrived, again.md5())) {
        throw new StoreException(
            Reason.CORRUPT, "the source sent other bytes when it was read a second time");
      }
      return arrived;
    }
  }

  /// A second reading of the source.
  private interface Reading {
    byte[] md5() throws IOException;
  }

  /// The MD5 of the MD5s of parts.
  private static final class PartedMd5 implements RunningChecksum {
    private final long partBytes;
    private final RunningChecksum whole = RunningChecksum.md5();
    private RunningChecksum part = RunningChecksum.md5();
    private long inPart;

    PartedMd5(long partBytes) {
      this.partBytes = partBytes;
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
      for (int at = 0; at < length; ) {
        if (inPart == partBytes) {
          endPart();
        }
        var taken = (int) Math.min(length - at, partBytes - inPart);
        part.update(bytes, from + at, taken);
        inPart += taken;
        at += taken;
      }
    }

    @Override
    public byte[] finish() {
      if (inPart > 0) {
        endPart();
      }
      return whole.finish();
    }

    private void endPart() {
      var sum = part.finish();
      whole.update(sum, 0, sum.length);
      part = RunningChecksum.md5();
      inPart = 0;
    }
  }

  /// A body being read at a pace, with its sums.
  private static final class Measured extends FilterInputStream {
    private final Sums sums;
    private final Pace pace;

    Measured(InputStream in, Sums sums, Pace pace) {
      super(in);
      this.sums = sums;
      this.pace = pace;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      var read = in.read(target, offset, length);
      if (read > 0) {
        sums.update(target, offset, read);
        pace.take(read);
      }
      return read;
    }
  }
}
