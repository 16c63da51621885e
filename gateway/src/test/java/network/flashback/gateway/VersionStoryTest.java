package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Versions, delete markers, retention and lifecycle.
class VersionStoryTest {
  private static final String BUCKET = "photos";

  @TempDir Path disks;

  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket(BUCKET).objectLockEnabledForBucket(true));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void everyVersionStaysReadableAndADeleteOnlyHidesThem() {
    var first = put("a", "one");
    var second = put("a", "two");
    assertThat(get("a", first)).isEqualTo("one");
    assertThat(get("a", second)).isEqualTo("two");
    var marker = s3.deleteObject(b -> b.bucket(BUCKET).key("a"));
    assertThat(marker.deleteMarker()).isTrue();
    assertError(404, "NoSuchKey", () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a")));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET)).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(second, first);
    s3.deleteObject(b -> b.bucket(BUCKET).key("a").versionId(marker.versionId()));
    assertThat(get("a", second)).isEqualTo("two");
    s3.deleteObject(b -> b.bucket(BUCKET).key("a").versionId(second));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a")).asUtf8String())
        .as("the older version shows again")
        .isEqualTo("one");
  }

  @Test
  void aDeleteUnderAConditionChangesNothingWhereNothingIs() {
    for (String tag : List.of("*", "other")) {
      var answer = s3.deleteObject(b -> b.bucket(BUCKET).key("a").ifMatch(tag));
      assertThat(answer.deleteMarker()).as(tag).isNull();
    }
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET)).deleteMarkers()).isEmpty();
    put("a", "one");
    assertError(
        412,
        "PreconditionFailed",
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("a").ifMatch("other")));
    assertThat(s3.deleteObject(b -> b.bucket(BUCKET).key("a").ifMatch("*")).deleteMarker())
        .isTrue();
  }

  @Test
  void whileSuspendedOnlyTheNullVersionIsReplaced() {
    s3.createBucket(b -> b.bucket("plain"));
    s3.putObject(b -> b.bucket("plain").key("a"), RequestBody.fromString("zero"));
    versioning("plain", BucketVersioningStatus.ENABLED);
    s3.putObject(b -> b.bucket("plain").key("a"), RequestBody.fromString("one"));
    versioning("plain", BucketVersioningStatus.SUSPENDED);
    s3.putObject(b -> b.bucket("plain").key("a"), RequestBody.fromString("two"));
    assertThat(s3.listObjectVersions(b -> b.bucket("plain")).versions()).hasSize(2);
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket("plain").key("a").versionId("null")).asUtf8String())
        .isEqualTo("two");
  }

  @Test
  void versionsAreListedPageByPageWithoutLossOrRepetition() {
    for (int i = 0; i < 3; i++) {
      put("a", "a" + i);
      put("b/c", "c" + i);
    }
    var seen = new java.util.ArrayList<String>();
    s3.listObjectVersionsPaginator(b -> b.bucket(BUCKET).maxKeys(2))
        .versions()
        .forEach(version -> seen.add(version.key() + version.versionId()));
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    var rolled = s3.listObjectVersions(b -> b.bucket(BUCKET).delimiter("/"));
    assertThat(rolled.versions()).hasSize(3);
    assertThat(rolled.commonPrefixes()).hasSize(1);
  }

  @Test
  void aLockedVersionCannotBeRemovedBeforeItsTime() {
    var version = put("a", "text");
    var until = world.clock.instant().plus(Duration.ofDays(1));
    s3.putObjectRetention(
        b ->
            b.bucket(BUCKET)
                .key("a")
                .retention(r -> r.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(until)));
    assertError(
        403,
        "AccessDenied",
        () ->
            s3.deleteObject(
                b -> b.bucket(BUCKET).key("a").versionId(version).bypassGovernanceRetention(true)));
    assertError(
        403,
        "AccessDenied",
        () ->
            s3.putObjectRetention(
                b ->
                    b.bucket(BUCKET)
                        .key("a")
                        .retention(
                            r ->
                                r.mode(ObjectLockRetentionMode.COMPLIANCE)
                                    .retainUntilDate(until.minusSeconds(60)))));
    assertError(
        409, "InvalidBucketState", () -> versioning(BUCKET, BucketVersioningStatus.SUSPENDED));
    assertThat(get("a", version)).isEqualTo("text");
  }

  @Test
  void theLifecycleHidesOldObjectsAndRemovesOldVersions() {
    versioned();
    put("log/a", "one");
    put("keep/a", "one");
    var logs =
        LifecycleRule.builder()
            .id("logs")
            .status(ExpirationStatus.ENABLED)
            .filter(f -> f.prefix("log/"))
            .expiration(e -> e.days(2))
            .noncurrentVersionExpiration(n -> n.noncurrentDays(3))
            .build();
    s3.putBucketLifecycleConfiguration(
        b -> b.bucket(BUCKET).lifecycleConfiguration(c -> c.rules(logs)));
    var expiry = s3.headObject(b -> b.bucket(BUCKET).key("log/a")).expiration();
    assertThat(expiry).contains("rule-id=\"logs\"");
    world.gateway().workNow();
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).hasSize(2);
    pass(Duration.ofDays(3));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
        .extracting(o -> o.key())
        .containsExactly("keep/a");
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET).prefix("log/")).versions()).hasSize(1);
    pass(Duration.ofDays(7));
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET).prefix("log/")).versions()).isEmpty();
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET).prefix("keep/")).versions()).hasSize(1);
  }

  private void versioned() {
    assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
  }

  /// Works as if so much time had passed; then clients and gateway agree on the time again.
  private void pass(Duration time) {
    world.clock.pass(time);
    world.gateway().workNow();
    world.clock.pass(time.negated());
  }

  private void versioning(String bucket, BucketVersioningStatus status) {
    s3.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(c -> c.status(status)));
  }

  private String put(String key, String text) {
    return s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text)).versionId();
  }

  private String get(String key, String version) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key).versionId(version)).asUtf8String();
  }

  private static void assertError(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
