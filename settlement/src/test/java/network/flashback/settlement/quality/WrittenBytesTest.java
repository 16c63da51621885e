package network.flashback.settlement.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;

class WrittenBytesTest {
  /// What `openssl enc -aes-256-ctr` makes of 1 MiB of zeros with key 7 and the initial vector 0.
  @Test
  void anotherProgramDrawsTheSameBytesFromTheSameSeed() {
    byte[] bytes = WrittenBytes.of(Bytes32.of(7));
    assertThat(bytes).hasSize(1 << 20);
    assertThat(HexFormat.of().formatHex(Arrays.copyOf(bytes, 32)))
        .isEqualTo("ab749ad085ee539d8baf1621853d3fb27f024100622ae9552a4872e596a04e5d");
    assertThat(WrittenBytes.hash(Bytes32.of(7)))
        .isEqualTo(WrittenBytes.hash(bytes))
        .isEqualTo(
            Bytes32.fromHex("51d39c5894d5253509f3fd9b75f901dbda9854e9fb5292895ead2a310ad79b5c"));
  }

  @Test
  void anotherSeedGivesOtherBytes() {
    assertThat(WrittenBytes.hash(Bytes32.of(8))).isNotEqualTo(WrittenBytes.hash(Bytes32.of(7)));
  }
}
