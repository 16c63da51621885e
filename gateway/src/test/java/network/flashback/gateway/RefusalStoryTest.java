package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.gateway.Grants.Grant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Transition;

/// What goes wrong for a reason that a person can do something about: each has the code of S3, a
/// message that says what to do, and a count that an operator can watch.
class RefusalStoryTest extends GatewayStory {
  private static final int SIZE = 1000;
  private static final int FIRST_PART = 24 << 20;

  RefusalStoryTest() {
    super(20_261_124);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void aWrongSecretAndAKeyThatNobodyGave() throws Exception {
    var pair = world.gateway().keyPair(world.ownersGrant());
    var wrong = world.client(pair.accessKeyId(), "x" + pair.secret().substring(1));
    assertRefused(403, "SignatureDoesNotMatch", "Check your secret access key", wrong::listBuckets);
    var unknown = world.client("FBAAAAAAAAAAAAAAAAAA", pair.secret());
    assertRefused(403, "InvalidAccessKeyId", "does not exist", unknown::listBuckets);
  }

  @Test
  void aGrantThatExpired() throws Exception {
    var expiry = world.clock.instant().minusSeconds(1);
    become(Grants.State.ACTIVE, expiry);
    assertRefused(
        403, "AccessDenied", "expired at " + expiry + ". Ask for a new one", s3::listBuckets);
  }

  @Test
  void aGrantThatWasRevoked() throws Exception {
    become(Grants.State.REVOKED, world.ownersGrant().expiry());
    assertRefused(
        403, "AccessDenied", "has revoked the grant behind this access key", s3::listBuckets);
  }

  @Test
  void aClassThatTheSlaHasNoProvidersOf() throws Exception {
    world.classes = Set.of(StorageClass.FAST);
    var what =
        "no providers of the class GLACIER. Objects of this bucket lie in FAST. Leave the class"
            + " out";
    assertRefused(400, "InvalidStorageClass", what, () -> putAs("cold", "GLACIER"));
    assertRefused(400, "InvalidStorageClass", what, () -> copyAs("GLACIER"));
    assertRefused(
        400,
        "InvalidStorageClass",
        what,
        () -> s3.createMultipartUpload(b -> b.bucket(BUCKET).key("cold").storageClass("GLACIER")));
    assertRefused(400, "InvalidStorageClass", what, () -> ageInto("GLACIER"));
    assertRefused(
        400,
        "InvalidStorageClass",
        "There is no storage class LUKEWARM.",
        () -> putAs("cold", "LUKEWARM"));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).hasSize(1);
  }

  @Test
  void aClassOfTheSlaAndTheWordsOfS3AreTakenAndShown() {
    world.classes = Set.of(StorageClass.FAST, StorageClass.ARCHIVE);
    for (String named : Set.of("FAST", "ARCHIVE", "GLACIER", "STANDARD_IA")) {
      putAs(named, named);
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key(named)).storageClassAsString())
          .isEqualTo(named);
    }
    ageInto("GLACIER");
    putAs("usual", "STANDARD");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("usual")).storageClassAsString()).isNull();
  }

  @Test
  void capacityThatIsUsedUp() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("small"), Redundancy.of(2, 3), 100_000);
    s3 = world.client();
    makeBucket();
    assertRefused(
        403, "QuotaExceeded", "Delete objects, or extend the SLA", () -> put("more", 250_000));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
  }

  @Test
  void moreProvidersGoneThanTheRedundancyBears() throws Exception {
    var bytes = put("kept", SIZE);
    world.provider(0).down = true;
    assertThat(get("kept")).isEqualTo(bytes);
    world.provider(1).down = true;
    var what = "Too few of the SLA's providers can be used now. Try again";
    assertRefused(503, "ServiceUnavailable", what, () -> get("kept"));
    assertRefused(503, "ServiceUnavailable", what, () -> put("more", SIZE));
    world.provider(0).down = false;
    world.provider(1).down = false;
    assertThat(get("kept")).isEqualTo(bytes);
  }

  @Test
  void providersThatGoWhileAnAnswerIsUnderWay() throws Exception {
    putInParts("long");
    try (var answer = s3.getObject(b -> b.bucket(BUCKET).key("long"))) {
      assertThat(answer.read()).isNotNegative();
      world.provider(0).down = true;
      world.provider(1).down = true;
      assertThatThrownBy(answer::readAllBytes)
          .isInstanceOfAny(IOException.class, SdkException.class);
      answer.abort();
    }
    assertThat(counted("gateway_reads_cut_total")).isEqualTo(1);
  }

  /// The first part is longer than what buffers between gateway and client hold, so that the second
  /// one is not asked for before the client has read.
  private void putInParts(String key) {
    var upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
    var parts = new ArrayList<CompletedPart>();
    for (int size : List.of(FIRST_PART, SIZE)) {
      var number = parts.size() + 1;
      var etag =
          s3.uploadPart(
                  b -> b.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(bytes(size)))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
  }

  private void assertRefused(int status, String code, String says, ThrowingCallable call)
      throws Exception {
    var series = "gateway_errors_total{code=\"" + code + "\"";
    var before = counted(series);
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(says);
            });
    assertThat(counted(series)).as(series).isEqualTo(before + 1);
  }

  /// What the gateway shows to whoever watches it.
  private double counted(String series) throws Exception {
    var metrics = URI.create("http://127.0.0.1:" + world.gateway().port() + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(series))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private void become(Grants.State state, Instant expiry) {
    var was = world.ownersGrant();
    world.grants.put(
        was.id(),
        new Grant(
            was.id(),
            was.consumer(),
            was.slaId(),
            was.rights(),
            was.scope(),
            expiry,
            state,
            was.keyVersion()));
  }

  private void putAs(String key, String named) {
    s3.putObject(
        b -> b.bucket(BUCKET).key(key).storageClass(named), RequestBody.fromBytes(bytes(SIZE)));
  }

  private void copyAs(String named) {
    put("source", SIZE);
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("source")
                .destinationBucket(BUCKET)
                .destinationKey("cold")
                .storageClass(named));
  }

  private void ageInto(String named) {
    var rule =
        LifecycleRule.builder()
            .id("age")
            .status(ExpirationStatus.ENABLED)
            .filter(f -> f.prefix(""))
            .transitions(Transition.builder().days(1).storageClass(named).build())
            .build();
    s3.putBucketLifecycleConfiguration(
        b -> b.bucket(BUCKET).lifecycleConfiguration(c -> c.rules(rule)));
  }
}
