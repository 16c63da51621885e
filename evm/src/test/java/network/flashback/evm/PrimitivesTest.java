package network.flashback.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrimitivesTest {
  @Test
  void keccakOfNothingAndOfAbcAreTheKnownOnes() {
    assertThat(Keccak256.hash(""))
        .hasToString("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(Keccak256.hash("abc"))
        .hasToString("0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  }

  @Test
  void keccakAgreesWithBouncyCastleForEveryLengthInAnyPieces() {
    long seed = 20_260_101;
    var random = new Random(seed);
    var reused = new Keccak256();
    for (int length = 0; length < 700; length++) {
      byte[] content = new byte[length];
      random.nextBytes(content);
      var reference = new KeccakDigest(256);
      reference.update(content, 0, length);
      byte[] expected = new byte[32];
      reference.doFinal(expected, 0);

      for (int at = 0; at < length; ) {
        int piece = Math.min(length - at, random.nextInt(200));
        reused.update(content, at, piece);
        at += piece;
        if (at < length && random.nextBoolean()) {
          reused.update(content[at++]);
        }
      }
      assertThat(reused.digest())
          .as("length %s, seed %s", length, seed)
          .isEqualTo(Bytes32.of(expected));
    }
  }

  /// The examples of EIP-1014.
  @ParameterizedTest
  @CsvSource({
    "0x0000000000000000000000000000000000000000, 00, 00, 0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38",
    "0xdeadbeef00000000000000000000000000000000, 00, 00, 0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3",
    "0xdeadbeef00000000000000000000000000000000, 000000000000000000000000feed000000000000000000000000000000000000, 00, 0xD04116cDd17beBE565EB2422F2497E06cC1C9833",
    "0x00000000000000000000000000000000deadbeef, 00000000000000000000000000000000000000000000000000000000cafebabe, deadbeef, 0x60f3f640a8508fC6a86d45DF051962668E1e8AC7",
    "0x0000000000000000000000000000000000000000, 00, '', 0xE33C0C7F7df4809055C3ebA6c09CFe4BaF1BD9e0"
  })
  void saltedContractsGetTheAddressesOfEip1014(
      String deployer, String salt, String code, String expected) {
    assertThat(
            Address.ofSaltedContract(
                Address.parse(deployer),
                Bytes32.of(new BigInteger(salt, 16)),
                Bytes.fromHex("0x" + code).keccak256()))
        .hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void addressesOfEip55KeepTheirChecksum(String text) {
    assertThat(Address.parse(text)).hasToString(text);
    assertThat(Address.parse("0x" + text.substring(2).toLowerCase(java.util.Locale.ROOT)))
        .hasToString(text);
  }

  @Test
  void mistypedAddressIsRefusedByItsChecksum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee"))
        .withMessageContaining("fails its checksum");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
        .withMessageContaining("expected 0x and 40 hexadecimal digits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(Bytes32.of(BigInteger.TWO.pow(160))));
  }

  @Test
  void addressOfACreatedContractFollowsFromDeployerAndNonce() {
    var deployer = Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    assertThat(Address.ofContract(deployer, 0))
        .hasToString("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    assertThat(Address.ofContract(deployer, 1))
        .hasToString("0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512");
  }

  @Test
  void wordsHoldUnsignedNumbersOnly() {
    BigInteger largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    assertThat(Bytes32.of(largest).toInteger()).isEqualTo(largest);
    assertThat(Bytes32.of(258))
        .hasToString("0x0000000000000000000000000000000000000000000000000000000000000102");
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.of(largest.add(BigInteger.ONE)));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.of(-1));
  }

  @Test
  void hexadecimalErrorsDoNotRepeatWhatMayBeASecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Hex.decode("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8z"))
        .withMessageNotContaining("17e36ba4");
  }

  @Test
  void bytesCannotBeChangedFromOutside() {
    byte[] source = "abc".getBytes(StandardCharsets.US_ASCII);
    Bytes bytes = Bytes.of(source);
    source[0] = 'x';
    bytes.toArray()[1] = 'x';

    assertThat(bytes).isEqualTo(Bytes.fromHex("0x616263"));
    assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.fromHex("6263"));
  }

  @Test
  void weiNeverGoesBelowZeroAndScalesUp() {
    assertThat(Wei.of(10).scaledUp(9, 8)).isEqualTo(Wei.of(12));
    assertThat(Wei.gwei(3)).hasToString("3 gwei");
    assertThat(Wei.ether(2)).hasToString("2 ether");
    assertThatIllegalArgumentException().isThrownBy(() -> Wei.of(1).minus(Wei.of(2)));
  }
}
