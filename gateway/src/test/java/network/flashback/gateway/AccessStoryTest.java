package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import network.flashback.evm.Keccak256;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.AccessKeys.KeyName;
import network.flashback.gateway.access.RootKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Who is let in, and what those are told who are not.
class AccessStoryTest {
  @TempDir Path disks;

  private TestWorld world;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    world.client().createBucket(b -> b.bucket("photos"));
    put(world.client(), "photos", "a");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aWrongSecretAndAnUnknownKeyAreToldApart() {
    var pair = world.gateway().keyPair(world.ownersGrant());
    assertThat(pair.accessKeyId()).matches("FB[A-Z2-7]{18}");
    assertThat(pair.secret()).hasSize(40);
    var wrongSecret = world.client(pair.accessKeyId(), "x" + pair.secret().substring(1));
    assertError(403, "SignatureDoesNotMatch", () -> get(wrongSecret, "photos", "a"));
    var unknown = world.client("FBAAAAAAAAAAAAAAAAAA", pair.secret());
    assertError(403, "InvalidAccessKeyId", () -> get(unknown, "photos", "a"));
  }

  @Test
  void aRevokedOrExpiredGrantIsDeniedAtOnce() {
    var s3 = world.client();
    var grant = world.ownersGrant();
    world.grants.put(1L, with(grant, Grants.State.REVOKED));
    assertError(403, "AccessDenied", () -> get(s3, "photos", "a"));
    world.grants.put(1L, grant);
    assertThat(get(s3, "photos", "a")).isEqualTo("text");
    world.grants.put(
        1L,
        new Grant(
            1,
            grant.consumer(),
            grant.slaId(),
            grant.rights(),
            grant.scope(),
            world.clock.instant().minus(Duration.ofSeconds(1)),
            Grants.State.ACTIVE,
            0));
    assertError(403, "AccessDenied", () -> get(s3, "photos", "a"));
  }

  @Test
  void aReadingGrantReadsAndARestrictedOneOnlyReads() {
    world.grants.put(
        2L, TestWorld.grant(2, TestWorld.SLA, Set.of(Right.READ), Grants.State.ACTIVE));
    var reader = world.client(2);
    assertThat(get(reader, "photos", "a")).isEqualTo("text");
    assertError(403, "AccessDenied", () -> put(reader, "photos", "b"));
    assertError(403, "AccessDenied", () -> reader.deleteObject(b -> b.bucket("photos").key("a")));
    world.grants.put(1L, with(world.ownersGrant(), Grants.State.RESTRICTED));
    var owner = world.client(1);
    assertThat(get(owner, "photos", "a")).isEqualTo("text");
    assertError(403, "AccessDenied", () -> put(owner, "photos", "b"));
  }

  @Test
  void aScopeIsABucketOrAPrefixOfIt() {
    put(world.client(), "photos", "2026/june/a");
    var grant = TestWorld.grant(3, TestWorld.SLA, Set.of(Right.READ), Grants.State.ACTIVE);
    world.grants.put(
        3L,
        new Grant(
            3,
            grant.consumer(),
            grant.slaId(),
            grant.rights(),
            Keccak256.hash("photos/2026"),
            grant.expiry(),
            grant.state(),
            0));
    var scoped = world.client(3);
    assertThat(get(scoped, "photos", "2026/june/a")).isEqualTo("text");
    assertError(403, "AccessDenied", () -> get(scoped, "photos", "a"));
  }

  @Test
  void aNewKeyVersionEndsTheOldPair() {
    var old = world.client();
    var grant = world.ownersGrant();
    world.grants.put(
        1L,
        new Grant(
            1,
            grant.consumer(),
            grant.slaId(),
            grant.rights(),
            grant.scope(),
            grant.expiry(),
            grant.state(),
            1));
    assertError(403, "InvalidAccessKeyId", () -> get(old, "photos", "a"));
    assertThat(get(world.client(), "photos", "a")).isEqualTo("text");
  }

  @Test
  void keyIdsCarryTheirGrantAndCatchMistypedOnes() {
    var keys = new AccessKeys(RootKey.of(network.flashback.evm.Bytes32.of(9)), 31337);
    var name = new KeyName(123_456_789_012L, 65_535);
    var id = keys.idOf(name);
    assertThat(keys.nameOf(id)).contains(name);
    assertThat(keys.nameOf(id.toLowerCase(java.util.Locale.ROOT))).isEmpty();
    assertThat(keys.nameOf(id.substring(0, 19) + "!")).isEmpty();
    var otherChain = new AccessKeys(RootKey.of(network.flashback.evm.Bytes32.of(9)), 1);
    assertThat(otherChain.nameOf(id)).isEmpty();
    assertThat(keys.pair(name).toString()).doesNotContain(keys.pair(name).secret());
  }

  @Test
  void theRootKeyIsSealedInAFileForItsOwnerOnly() throws Exception {
    var file = disks.resolve("root.key");
    var passphrase = Passphrase.of("correct horse".toCharArray());
    var made = RootKey.openOrCreate(file, passphrase, ScryptCost.LIGHT, new SecureRandom());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var opened = RootKey.openOrCreate(file, passphrase, ScryptCost.LIGHT, new SecureRandom());
    assertThat(opened.derive("purpose", 32)).isEqualTo(made.derive("purpose", 32));
    assertThatThrownBy(
            () ->
                RootKey.openOrCreate(
                    file,
                    Passphrase.of("wrong".toCharArray()),
                    ScryptCost.LIGHT,
                    new SecureRandom()))
        .isNotNull();
  }

  private static Grant with(Grant grant, Grants.State state) {
    return new Grant(
        grant.id(),
        grant.consumer(),
        grant.slaId(),
        grant.rights(),
        grant.scope(),
        grant.expiry(),
        state,
        grant.keyVersion());
  }

  private static void put(S3Client s3, String bucket, String key) {
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("text"));
  }

  private static String get(S3Client s3, String bucket, String key) {
    return s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String();
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
