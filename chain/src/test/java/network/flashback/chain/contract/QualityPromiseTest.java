package network.flashback.chain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityPromiseTest {
  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPromiseReadsBackFromItsDocument() {
    var promise = new QualityPromise(new QualityTarget(9_990, 250, 2_048, 10));
    assertThat(promise.document())
        .isEqualTo(
            bytes(
                "{\"errorBpsMax\":10,\"latencyMillisMax\":250,\"throughputKibMin\":2048,\"uptimeBps\":9990}"));
    assertThat(QualityPromise.of(promise.document(), promise.hash())).contains(promise);
    assertThat(QualityPromise.of(promise.document(), Bytes32.of(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"errorBpsMax\":10,\"latencyMillisMax\":250,\"throughputKibMin\":0,\"uptimeBps\":10001}",
        "{\"errorBpsMax\":10,\"latencyMillisMax\":0,\"throughputKibMin\":0,\"uptimeBps\":9990}",
        "{\"errorBpsMax\":10,\"latencyMillisMax\":9999999999,\"throughputKibMin\":0,\"uptimeBps\":9990}",
        "{\"errorBpsMax\":010,\"latencyMillisMax\":250,\"throughputKibMin\":0,\"uptimeBps\":9990}",
        "{\"errorBpsMax\":10,\"latencyMillisMax\":250,\"throughputKibMin\":0,\"uptimeBps\":9990} ",
        "{\"latencyMillisMax\":250,\"errorBpsMax\":10,\"throughputKibMin\":0,\"uptimeBps\":9990}"
      })
  void whatIsNoPromiseInItsOneFormIsNone(String text) {
    assertThat(QualityPromise.of(bytes(text), bytes(text).keccak256())).isEmpty();
  }
}
