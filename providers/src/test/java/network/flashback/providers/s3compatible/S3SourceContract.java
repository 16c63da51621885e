package network.flashback.providers.s3compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.flashback.providers.FaultyWay;
import network.flashback.providers.FaultyWay.Fault;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.s3compatible.S3Source.Entry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// What is read of somebody's bucket, whatever server has it.
abstract class S3SourceContract {
  private static final long SEED = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PART = 5 << 20;

  private final Random random = new Random(SEED);
  private String bucket = "";
  private S3Client owner;
  private S3Source source;

  abstract S3Server server();

  /// Whether it keeps tags of objects.
  abstract boolean knowsTags();

  @BeforeEach
  void open() {
    bucket = server().newBucket();
    owner = server().client();
    source = source(server().endpoint(), bucket, "", "access", "secret");
  }

  @AfterEach
  void close() {
    source.close();
    owner.close();
  }

  @Test
  void pagesShowEveryKeyOnceInOrderAndThoseBehindOneOrBelowAPrefix() throws Exception {
    var keys = List.of("a", "b/1", "b/2", "b/with space+plus", "c", "d");
    for (String key : keys) {
      put(key, 10);
    }
    var listed = new ArrayList<String>();
    var after = "";
    while (true) {
      var page = source.list("", after, 4);
      page.entries().forEach(entry -> listed.add(entry.key()));
      if (page.last()) {
        break;
      }
      after = page.entries().getLast().key();
    }
    assertThat(listed).isEqualTo(keys);
    assertThat(source.list("", "b/2", 100).entries())
        .extracting(Entry::key)
        .containsExactly("b/with space+plus", "c", "d");
    assertThat(source.list("b/", "", 100).entries()).hasSize(3);
    assertThat(source.list("nothing/", "", 100).entries()).isEmpty();
  }

  @Test
  void anObjectComesWithItsBytesTagHeadersAndMetadata() throws Exception {
    var bytes = bytes(300_000);
    var put =
        owner.putObject(
            b ->
                b.bucket(bucket)
                    .key("a")
                    .contentType("text/x-tale")
                    .cacheControl("no-cache")
                    .metadata(Map.of("from", "afar")),
            RequestBody.fromBytes(bytes));
    var entry = source.list("", "", 10).entries().getFirst();
    assertThat(entry)
        .isEqualTo(new Entry("a", bytes.length, put.eTag().replace("\"", "")))
        .isEqualTo(source.find("a").orElseThrow());
    try (var content = source.get(entry)) {
      assertThat(content.body().readAllBytes()).isEqualTo(bytes);
      assertThat(content.headers())
          .containsEntry("Content-Type", "text/x-tale")
          .containsEntry("Cache-Control", "no-cache");
      assertThat(content.user()).containsEntry("from", "afar");
      assertThat(content.etagIsOpaque()).isFalse();
    }
    assertThat(source.find("b")).isEmpty();
    put("empty", 0);
    try (var content = source.get(source.find("empty").orElseThrow())) {
      assertThat(content.body().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aChecksumThatTheServerTellsIsThatOfTheBytes() throws Exception {
    var bytes = bytes(1000);
    owner.putObject(
        b -> b.bucket(bucket).key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromBytes(bytes));
    try (var content = source.get(source.find("a").orElseThrow())) {
      content
          .checksum()
          .ifPresent(
              told -> {
                var own = told.algorithm().start();
                own.update(bytes, 0, bytes.length);
                assertThat(told.bytes()).isEqualTo(own.finish());
              });
      assertThat(content.body().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void whatWasChangedSinceItWasListedIsAConflictAndWhatIsGoneIsNotFound() throws Exception {
    put("a", 1000);
    var listed = source.find("a").orElseThrow();
    put("a", 1000);
    assertRefused(Reason.CONFLICT, () -> source.get(listed));
    owner.deleteObject(b -> b.bucket(bucket).key("a"));
    assertRefused(Reason.NOT_FOUND, () -> source.get(listed));
  }

  @Test
  void whatIsToldOfPartsIsHowTheObjectWasCut() throws Exception {
    var upload = owner.createMultipartUpload(b -> b.bucket(bucket).key("a")).uploadId();
    var parts = new ArrayList<CompletedPart>();
    for (int number = 1; number <= 2; number++) {
      var part = number;
      var tag =
          owner
              .uploadPart(
                  b -> b.bucket(bucket).key("a").uploadId(upload).partNumber(part),
                  RequestBody.fromBytes(bytes(part == 1 ? PART : 77)))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(part).eTag(tag).build());
    }
    owner.completeMultipartUpload(
        b -> b.bucket(bucket).key("a").uploadId(upload).multipartUpload(m -> m.parts(parts)));
    var entry = source.find("a").orElseThrow();
    assertThat(entry.size()).isEqualTo(PART + 77);
    source
        .parts(entry)
        .filter(told -> told.count() > 1)
        .ifPresent(told -> assertThat(told).isEqualTo(new S3Source.Parts(2, PART)));
    try (var content = source.get(entry)) {
      assertThat(content.body().readAllBytes()).hasSize(PART + 77);
    }
  }

  @Test
  void tagsComeWhereTheServerKeepsThem() throws Exception {
    if (!knowsTags()) {
      put("a", 10);
      try (var content = source.get(source.find("a").orElseThrow())) {
        assertThat(content.tags()).isZero();
      }
      return;
    }
    owner.putObject(
        b -> b.bucket(bucket).key("a").tagging("colour=blue&size=10"),
        RequestBody.fromBytes(bytes(10)));
    assertThat(source.tags("a")).isEqualTo(Map.of("colour", "blue", "size", "10"));
  }

  @Test
  void aBucketThatIsNotThereAndAServerThatIsNotThereAreSaidSo() throws Exception {
    try (var nowhere = source(server().endpoint(), "nowhere", "", "access", "secret")) {
      assertRefused(Reason.DENIED, () -> nowhere.list("", "", 10));
    }
    URI gone;
    try (var way = new FaultyWay(server().endpoint())) {
      gone = way.endpoint();
    }
    try (var silent = source(gone, bucket, "", "access", "secret")) {
      assertRefused(Reason.UNAVAILABLE, () -> silent.list("", "", 10));
    }
  }

  @Test
  void whateverGoesWrongOnTheWayNoBytesAreShortOrOthers() throws Exception {
    var bytes = bytes(300_000);
    owner.putObject(b -> b.bucket(bucket).key("a"), RequestBody.fromBytes(bytes));
    var entry = source.find("a").orElseThrow();
    for (Fault fault :
        List.of(
            new Fault.ResetWhileAnswering(0),
            new Fault.ResetWhileAnswering(100_000),
            new Fault.Truncated(0),
            new Fault.Truncated(150),
            new Fault.Truncated(250_000),
            new Fault.Busy())) {
      try (var way = new FaultyWay(server().endpoint());
          var behind = source(way.endpoint(), bucket, "", "access", "secret")) {
        assertThat(behind.find("a")).as("before %s", fault).hasValue(entry);
        way.breaks(fault);
        assertRefused(Reason.UNAVAILABLE, () -> read(behind, entry));
        way.heals();
        assertThat(read(behind, entry)).as("after %s", fault).isEqualTo(bytes);
      }
    }
  }

  static S3Source source(
      URI endpoint, String bucket, String prefix, String accessKeyId, String secret) {
    return S3Source.open(
        new S3Source.Place(endpoint, "us-east-1", bucket, prefix, true),
        accessKeyId,
        secret,
        PATIENCE);
  }

  static void assertRefused(Reason reason, ThrowingCallable ask) {
    assertThatThrownBy(ask)
        .isInstanceOfSatisfying(
            StoreException.class,
            refused -> assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason));
  }

  private static byte[] read(S3Source from, Entry entry) throws IOException {
    try (var content = from.get(entry)) {
      return content.body().readAllBytes();
    }
  }

  private void put(String key, int size) {
    owner.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes(size)));
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
