package network.flashback.market.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.flashback.domain.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammar of EIP-4361, read as strictly as it is written.
class SignInMessageTest {
  /// The first example of the EIP.
  private static final String WHOLE =
      """
      example.com wants you to sign in with your Ethereum account:
      0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

      I accept the ExampleOrg Terms of Service: https://example.com/tos

      URI: https://example.com/login
      Version: 1
      Chain ID: 1
      Nonce: 32891756
      Issued At: 2021-09-30T16:25:24Z
      Expiration Time: 2021-10-01T16:25:24Z
      Not Before: 2021-09-30T16:25:00Z
      Request ID: some-request
      Resources:
      - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
      - https://example.com/my-web2-claim.json\
      """;

  private static final String SHORTEST =
      """
      example.com:8443 wants you to sign in with your Ethereum account:
      0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2


      URI: https://example.com:8443
      Version: 1
      Chain ID: 31337
      Nonce: 32891756
      Issued At: 2021-09-30T16:25:24.123Z\
      """;

  @Test
  void everyPartOfTheExampleIsRead() {
    var message = SignInMessage.parse(WHOLE);

    assertThat(message.domain()).isEqualTo("example.com");
    assertThat(message.statement())
        .hasValue("I accept the ExampleOrg Terms of Service: https://example.com/tos");
    assertThat(message.uri()).hasToString("https://example.com/login");
    assertThat(message.chainId()).isEqualTo(1);
    assertThat(message.nonce()).isEqualTo("32891756");
    assertThat(message.expiresAt().orElseThrow()).hasToString("2021-10-01T16:25:24Z");
    assertThat(message.requestId()).hasValue("some-request");
    assertThat(message.resources()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, SHORTEST, "https://" + WHOLE})
  void whatIsWrittenIsWhatWasRead(String text) {
    assertThat(SignInMessage.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wants you                 | wants You
          example.com wants         | exa mple.com wants
          0xC02aaA39                | 0xc02aaA39
          0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2 | 0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2
          I accept                  | I äccept
          URI: https://example.com/login | URI: /login
          URI: https://example.com/login | URI: https://exam ple.com
          Version: 1                | Version: 2
          Chain ID: 1               | Chain ID: 0x1
          Chain ID: 1               | Chain ID: 1234567890123456789
          Nonce: 32891756           | Nonce: 3289175
          Nonce: 32891756           | Nonce: 3289-1756
          Issued At: 2021-09-30T16  | Issued At: 2021-09-31T16
          Issued At: 2021-09-30T    | Issued At: 2021-09-30t
          Request ID: some-request  | Request ID: some request
          Resources:                | Resources: none
          - ipfs://bafy             | - bafy
          - ipfs://bafy             | * ipfs://bafy
          """)
  void whatIsNotAsTheGrammarHasItIsRefused(String right, String wrong) {
    assertThat(WHOLE).contains(right);

    assertThatThrownBy(() -> SignInMessage.parse(WHOLE.replace(right, wrong)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void linesMissingRepeatedOrBehindTheEndAreRefused() {
    var lines = WHOLE.lines().toList();
    for (var i = 0; i < 10; i++) {
      var without = new ArrayList<>(lines);
      without.remove(i);
      // A statement may be left out.
      if (i != 3) {
        refused(without, "without line " + (i + 1));
      }
      var twice = new ArrayList<>(lines);
      twice.add(i, lines.get(i));
      refused(twice, "line " + (i + 1) + " twice");
    }
    assertThatThrownBy(() -> SignInMessage.parse(WHOLE + "\n")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> SignInMessage.parse(WHOLE.replace("\n", "\r\n")))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> SignInMessage.parse("x".repeat(5_000))).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> SignInMessage.parse(WHOLE + "\n- https://e.com".repeat(15)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void damagedTextIsRefusedOrReadAsWhatItSaysAndNeverBreaksTheReader() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder(WHOLE);
      for (var change = random.nextInt(3); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
      }
      try {
        assertThat(SignInMessage.parse(text.toString()).text()).as("seed %d", seed).isNotEmpty();
      } catch (Refused expected) {
        assertThat(expected.field()).isEqualTo("message");
      }
    }
  }

  private static void refused(List<String> lines, String how) {
    assertThatThrownBy(() -> SignInMessage.parse(String.join("\n", lines)))
        .as(how)
        .isInstanceOf(Refused.class);
  }
}
