package network.flashback.chain.anvil;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AnvilTest {
  @Test
  void leavesNothingOfItsStatesWhenItEnds() throws Exception {
    Path states;
    try (var anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {})) {
      states = anvil.states();
      assertThat(states).isDirectory();
    }
    assertThat(states).doesNotExist();
  }
}
