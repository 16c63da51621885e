package network.flashback.sdk.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInSignerTest {
  private static final String MESSAGE =
      """
      market.example wants you to sign in with your Ethereum account:
      %s

      Sign in to Flashback.

      URI: https://market.example
      Version: 1
      Chain ID: 31337
      Nonce: abcdefgh12345678
      Issued At: 2026-01-01T00:00:00Z
      Expiration Time: 2026-01-01T00:05:00Z"""
          .formatted(Samples.CONSUMER.address());

  private final SignInSigner signer =
      new SignInSigner(
          Samples.CONSUMER,
          URI.create("https://market.example"),
          31_337,
          InstantSource.fixed(Instant.parse("2026-01-01T00:01:00Z")));

  @Test
  void aMessageOfThisPlatformForThisWalletIsSigned() {
    var signature = Signature.parse(signer.sign(MESSAGE));
    var digest = new PersonalMessage(MESSAGE).digest();
    assertThat(signature.isBy(Samples.CONSUMER.address(), digest)).isTrue();
    assertThat(signer.sign(MESSAGE.replace("Sign in to Flashback.\n\n", "\n"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "market.example wants, bank.example wants, we are at market.example",
    "URI: https://market.example, URI: https://bank.example, we are at market.example",
    "Chain ID: 31337, Chain ID: 1, another chain",
    "Version: 1, Version: 2, unknown version",
    "abcdefgh12345678, short, nonce",
    "Time: 2026-01-01T00:05:00Z, Time: 2026-01-01T00:00:30Z, it is over",
    "Time: 2026-01-01T00:05:00Z, Time: 2027-01-01T00:00:00Z, longer than an hour",
    "Time: 2026-01-01T00:05:00Z, Time: tomorrow, is no time",
    "wants you to sign in, wants your money, does not ask for a sign-in"
  })
  void aMessageThatIsAnythingElseIsNot(String part, String instead, String because) {
    assertThat(MESSAGE).contains(part);
    assertThatThrownBy(() -> signer.sign(MESSAGE.replace(part, instead)))
        .isInstanceOf(NotSignedException.class)
        .hasMessageContaining(because);
  }

  @Test
  void aMessageForAnotherWalletOrOfMoreThanASignInIsNot() {
    var other =
        MESSAGE.replace(Samples.CONSUMER.address().toString(), Samples.NODE.address().toString());
    assertThatThrownBy(() -> signer.sign(other)).hasMessageContaining("it is for wallet");
    assertThatThrownBy(() -> signer.sign(MESSAGE + "\nResources:\n- https://bank.example"))
        .hasMessageContaining("more than a sign-in");
    assertThatThrownBy(() -> signer.sign(MESSAGE.substring(0, 100)))
        .isInstanceOf(NotSignedException.class);
  }
}
