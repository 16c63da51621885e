package network.flashback.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  /// A round fails when what was sealed, coded, lost and restored does not open.
  @Test
  void everyRoundComesBackToTheBytesItBeganWith() {
    var warmUp = new WarmUp();
    for (int round = 0; round < 5; round++) {
      warmUp.once();
    }
    assertThat(warmUp.rounds()).isEqualTo(5);
  }

  @Test
  void itEndsByItself() {
    var warmUp = new WarmUp();
    warmUp.run();
    assertThat(warmUp.rounds()).isBetween(1, 300);
  }
}
