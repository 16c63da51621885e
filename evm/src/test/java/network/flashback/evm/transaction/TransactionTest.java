package network.flashback.evm.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import org.junit.jupiter.api.Test;

/// Expected bytes were made by foundry's cast 1.7.1 (`cast mktx`).
final class TransactionTest {
  private static final PrivateKey KEY =
      PrivateKey.fromHex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final Optional<Address> RECIPIENT =
      Optional.of(Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"));

  @Test
  void transferOfCoinsIsEncodedSignedAndNamed() {
    SignedTransaction signed =
        KEY.sign(
            new Transaction(
                31_337, 7, Wei.gwei(1), Wei.gwei(3), 21_000, RECIPIENT, Wei.ether(1), Bytes.EMPTY));

    assertThat(signed.encoded())
        .hasToString(
            "0x02f874827a6907843b9aca0084b2d05e008252089470997970c51812dc3a010c7d01b50e0d17dc79c8880de0b6b3a764000080c080a0a07e632218c11c5717bebecd55ca3101d285d48efecb144cf0b83bb365abf6e5a0781272cf86b40b18179d091756653f38dcefad57ba19af467ff83bb53df53cdb");
    assertThat(signed.hash())
        .hasToString("0x054ac067d1a95c042e7a0e2c5cf1b81a14f36fa06d4d366bcd59d66552218875");
    assertThat(signed.sender()).contains(KEY.address());
  }

  @Test
  void callWithInputAndNonceZeroIsEncoded() {
    Bytes input =
        Bytes.fromHex(
            "0xa9059cbb0000000000000000000000003c44cdddb6a900fa2b585dd299e03d12fa4293bc00000000000000000000000000000000000000000000000000000000075bcd15");
    SignedTransaction signed =
        KEY.sign(
            new Transaction(1, 0, Wei.gwei(1), Wei.gwei(3), 90_000, RECIPIENT, Wei.ZERO, input));

    assertThat(signed.hash())
        .hasToString("0x64d0232f11425d39413a38d69311178a1b6be15d9e1eea9a6be4e7879a68fa01");
  }

  @Test
  void creationOfAContractHasNoRecipient() {
    SignedTransaction signed =
        KEY.sign(
            new Transaction(
                31_337,
                128,
                Wei.gwei(1),
                Wei.gwei(3),
                100_000,
                Optional.empty(),
                Wei.ZERO,
                Bytes.fromHex("0x6001600055")));

    assertThat(signed.hash())
        .hasToString("0x0cd6c904b1aab7fe820cdbe51bcd99dda3a54a71865d4eedc0578c57481a6504");
  }

  @Test
  void nonsenseIsRefusedBeforeItIsSigned() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Transaction(
                    1, 0, Wei.gwei(4), Wei.gwei(3), 21_000, RECIPIENT, Wei.ZERO, Bytes.EMPTY))
        .withMessageContaining("priority fee");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Transaction(
                    1, -1, Wei.ZERO, Wei.ZERO, 21_000, RECIPIENT, Wei.ZERO, Bytes.EMPTY));
  }
}
