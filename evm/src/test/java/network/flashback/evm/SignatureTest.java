package network.flashback.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Expected signatures were made by foundry's cast 1.7.1.
final class SignatureTest {
  private static final PrivateKey KEY =
      PrivateKey.fromHex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  @Test
  void keyHasItsAddressAndNeverShowsItsSecret() {
    assertThat(KEY.address()).hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    assertThat(KEY.toString())
        .doesNotContain("ac0974")
        .contains("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  }

  @Test
  void signaturesAreThoseOfOtherWallets() {
    assertThat(KEY.sign(new PersonalMessage("hello").digest()))
        .hasToString(
            "0xf16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c");
    assertThat(KEY.sign(Bytes32.fromHex("11".repeat(32))))
        .hasToString(
            "0x0f7ab7fdc86593590dfcf2e79ffe37056ed62d7191979e42979d39942847fbb904f14566b0640bb3c10128294cda733f61fa74f3dc846979c55115e92b0a1b751b");
  }

  @Test
  void signerIsRecoveredForAnyKeyAndDigest() {
    long seed = 42;
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] secret = new byte[32];
      byte[] digest = new byte[32];
      random.nextBytes(secret);
      random.nextBytes(digest);
      var key = PrivateKey.of(Bytes32.of(secret));
      Signature signature = key.sign(Bytes32.of(digest));

      assertThat(signature.isBy(key.address(), Bytes32.of(digest)))
          .as("seed %s, run %s", seed, i)
          .isTrue();
      assertThat(signature.isBy(KEY.address(), Bytes32.of(digest))).isFalse();
      assertThat(Signature.parse(signature.toBytes())).isEqualTo(signature);
      assertThat(signature.s().toInteger()).isLessThanOrEqualTo(Secp256k1.HALF_ORDER);
    }
  }

  @Test
  void aSignerWhoIsKnownAlreadyIsHeldToTheSameAsOneWhoIsNot() {
    long seed = 7;
    var random = new Random(seed);
    var key = PrivateKey.of(Bytes32.of(BigInteger.valueOf(random.nextLong()).abs()));
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      var digest = Bytes32.of(bytes);
      var right = key.sign(digest);

      assertThat(right.isBy(key.address(), digest)).as("seed %s, run %s", seed, i).isTrue();
      var otherId = new Signature(right.r(), right.s(), 1 - right.recoveryId());
      assertThat(otherId.isBy(key.address(), digest)).isFalse();
      assertThat(right.isBy(key.address(), Keccak256.hash(bytes))).isFalse();
      assertThat(KEY.sign(digest).isBy(key.address(), digest)).isFalse();
      var otherS = Bytes32.of(right.s().toInteger().xor(BigInteger.ONE));
      if (otherS.toInteger().signum() > 0
          && otherS.toInteger().compareTo(Secp256k1.HALF_ORDER) <= 0) {
        assertThat(new Signature(right.r(), otherS, right.recoveryId()).isBy(key.address(), digest))
            .isFalse();
      }
    }
  }

  @Test
  void secondFormOfASignatureIsRefused() {
    Bytes32 digest = Keccak256.hash("x");
    Signature signature = KEY.sign(digest);
    BigInteger high = Secp256k1.ORDER.subtract(signature.s().toInteger());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Signature(signature.r(), Bytes32.of(high), 1 - signature.recoveryId()))
        .withMessageContaining("out of range");
  }

  @Test
  void damagedSignaturesAreRefusedOrBelongToNobody() {
    assertThatIllegalArgumentException().isThrownBy(() -> Signature.parse(Bytes.fromHex("0x00")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(Bytes32.ZERO, Bytes32.of(1), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signature.parse(Bytes.fromHex("01".repeat(64) + "1d")))
        .withMessageContaining("recovery id");
    // 5 is the x of no point on the curve.
    assertThat(new Signature(Bytes32.of(5), Bytes32.of(1), 0).signerOf(Keccak256.hash("x")))
        .isEmpty();
  }

  @Test
  void impossibleKeysAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PrivateKey.of(Bytes32.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKey.of(Bytes32.of(Secp256k1.ORDER)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKey.fromHex("0x1234"))
        .withMessageContaining("32 bytes");
    assertThat(PrivateKey.generate(new SecureRandom()).address().isZero()).isFalse();
  }
}
