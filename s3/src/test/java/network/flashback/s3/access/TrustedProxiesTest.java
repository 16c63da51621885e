package network.flashback.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8"));

  @ParameterizedTest
  @CsvSource({
    // Who connects directly may say what it likes.
    "192.0.2.7, '', 192.0.2.7",
    "192.0.2.7, 198.51.100.1, 192.0.2.7",
    // A trusted proxy is believed about whom it heard from, and about nobody before that.
    "10.0.0.1, 198.51.100.1, 198.51.100.1",
    "10.0.0.1, '203.0.113.9, 198.51.100.1', 198.51.100.1",
    "10.0.0.1, '203.0.113.9, 198.51.100.1, 10.2.3.4', 198.51.100.1",
    "10.0.0.1, '10.9.9.9, 10.2.3.4', 10.9.9.9",
    "fd00::1, 2001:db8::5, 2001:db8::5",
    // What is no address is nobody's.
    "10.0.0.1, unknown, 10.0.0.1",
    "10.0.0.1, 0.0.0.0/0, 10.0.0.1",
    "10.0.0.1, '', 10.0.0.1",
  })
  void theSourceIsTheLastAddressThatIsNoProxy(String peer, String heard, String source) {
    var headers = heard.isEmpty() ? S3Headers.none() : S3Headers.of("X-Forwarded-For", heard);
    var found = PROXIES.sourceOf(InetAddress.ofLiteral(peer), false, headers).address();
    assertThat(InetAddress.ofLiteral(found)).isEqualTo(InetAddress.ofLiteral(source));
  }

  @Test
  void withoutProxiesNobodyIsBelieved() {
    var headers = S3Headers.of("X-Forwarded-For", "198.51.100.1");
    var nobody = new TrustedProxies(List.of());
    assertThat(nobody.sourceOf(InetAddress.ofLiteral("10.0.0.1"), false, headers))
        .isEqualTo(new Source("10.0.0.1", false));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, true, '', true",
    "192.0.2.7, false, '', false",
    "192.0.2.7, false, https, false",
    "10.0.0.1, false, https, true",
    "10.0.0.1, false, HTTPS, true",
    "10.0.0.1, false, http, false",
    "10.0.0.1, false, 'https, http', false",
    "10.0.0.1, true, http, true",
  })
  void encryptionIsTheConnectionsOrATrustedProxysWord(
      String peer, boolean encrypted, String said, boolean secure) {
    var headers = said.isEmpty() ? S3Headers.none() : S3Headers.of("X-Forwarded-Proto", said);
    assertThat(PROXIES.sourceOf(InetAddress.ofLiteral(peer), encrypted, headers).secure())
        .isEqualTo(secure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "/8", "10.0.0/8/1"})
  void whatIsNoRangeIsRefused(String range) {
    assertThatThrownBy(() -> new TrustedProxies(List.of(range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(range);
  }
}
