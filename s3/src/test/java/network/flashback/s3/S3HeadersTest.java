package network.flashback.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3HeadersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ascii only",
        // e acute in ISO-8859-1, and in UTF-8.
        "caf\u00e9",
        "caf\u00c3\u00a9",
        "\u00c3",
        "\u0080\u00ff",
        // U+F7E9 in UTF-8, a character that stands for a byte when it is kept.
        "\u00ef\u009f\u00a9",
      })
  void everyValueComesBackAsTheVeryBytesThatWereSent(String wire) {
    assertThat(S3Headers.restore(S3Headers.keep(wire))).isEqualTo(wire);
  }

  @ParameterizedTest
  @ValueSource(strings = {"caf\u00e9", "\u4f60\u597d", "\ud83d\ude00", "plain"})
  void utf8IsKeptAsTheTextItIs(String text) {
    assertThat(S3Headers.keep(S3Headers.encode(text))).isEqualTo(text);
  }
}
