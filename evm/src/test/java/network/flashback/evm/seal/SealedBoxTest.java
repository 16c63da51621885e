package network.flashback.evm.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

final class SealedBoxTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String USE = "a use";
  private static final String BOUND = "provider 7, IDENTITY";

  private final SealingKey key = SealingKey.from(PrivateKey.generate(RANDOM));
  private final Bytes content = Bytes.fromHex("0xc0ffee");

  // The CFRG's test-vectors.json for RFC 9180: mode 0, kem 0x20, kdf 1, aead 2, first encryption.
  @Test
  void itIsTheSuiteOfTheStandard() throws Exception {
    var info = bytes("4f6465206f6e2061204772656369616e2055726e").toArray();
    var bound = bytes("436f756e742d30").toArray();
    var plain = bytes("4265617574792069732074727574682c20747275746820626561757479");
    var expected =
        bytes("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256")
            .then(
                bytes(
                    "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a"));
    var recipient =
        SealingKey.of(word("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d"));
    var once =
        new X25519PrivateKeyParameters(
            bytes("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11").toArray());

    assertThat(recipient.publicKey())
        .isEqualTo(word("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"));
    assertThat(SealedBox.seal(recipient.publicKey(), info, bound, plain, SealedBox.pair(once)))
        .isEqualTo(expected);
    assertThat(SealedBox.open(recipient, info, bound, expected)).isEqualTo(plain);
  }

  @Test
  void onlyTheKeyOpensItForTheUseAndTheThingThatItWasSealedFor() throws Exception {
    var sealed = SealedBox.seal(key.publicKey(), USE, BOUND, content, RANDOM);

    assertThat(sealed.size()).isEqualTo(content.size() + SealedBox.OVERHEAD_BYTES);
    assertThat(key.open(USE, BOUND, sealed)).isEqualTo(content);
    assertThatThrownBy(() -> SealingKey.from(PrivateKey.generate(RANDOM)).open(USE, BOUND, sealed))
        .isInstanceOf(UnsealingException.class);
    assertThatThrownBy(() -> key.open("another use", BOUND, sealed))
        .isInstanceOf(UnsealingException.class);
    assertThatThrownBy(() -> key.open(USE, "provider 8, IDENTITY", sealed))
        .isInstanceOf(UnsealingException.class);
    assertThatThrownBy(() -> key.open(USE, BOUND, sealed.slice(0, 47)))
        .isInstanceOf(UnsealingException.class);
  }

  @Test
  void aChangeOfAnyByteIsNoticed() {
    var sealed = SealedBox.seal(key.publicKey(), USE, BOUND, content, RANDOM);
    for (int at = 0; at < sealed.size(); at++) {
      var changed = sealed.toArray();
      changed[at] ^= 1;
      assertThatThrownBy(() -> key.open(USE, BOUND, Bytes.of(changed)))
          .as("byte %d", at)
          .isInstanceOf(UnsealingException.class);
    }
  }

  @Test
  void twoBoxesOfTheSameContentAreNotTheSame() {
    assertThat(SealedBox.seal(key.publicKey(), USE, BOUND, content, RANDOM))
        .isNotEqualTo(SealedBox.seal(key.publicKey(), USE, BOUND, content, RANDOM));
  }

  @Test
  void aKeyOfLowOrderIsRefusedBeforeAnythingIsSealed() {
    assertThatThrownBy(() -> SealedBox.seal(Bytes32.ZERO, USE, BOUND, content, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // The same vector's recipient: DeriveKeyPair of its ikmR.
  @Test
  void aKeyFollowsFromAPrivateKeyAsTheStandardDerivesIt() {
    var from =
        PrivateKey.of(word("dac33b0e9db1b59dbbea58d59a14e7b5896e9bdf98fad6891e99d1686492b9ee"));

    assertThat(SealingKey.from(from).publicKey())
        .isEqualTo(word("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"));
    assertThat(SealingKey.from(from).toString())
        .doesNotContain(from.exposeSecret().toString().substring(2));
  }

  private static Bytes bytes(String hex) {
    return Bytes.fromHex("0x" + hex);
  }

  private static Bytes32 word(String hex) {
    return Bytes32.fromHex("0x" + hex);
  }
}
