package network.flashback.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("sla", "seed", "service", "bucket", "quote", "up");

  @Test
  void aSlipIsUnderstood() {
    assertThat(Nearest.of("sal", KNOWN)).containsExactly("sla");
    assertThat(Nearest.of("bukcet", KNOWN)).containsExactly("bucket");
    assertThat(Nearest.of("quotes", KNOWN)).containsExactly("quote");
    assertThat(Nearest.of("serv", KNOWN)).containsExactly("service");
  }

  @Test
  void whatIsFarFromAllIsNotGuessedAt() {
    assertThat(Nearest.of("xyzzy", KNOWN)).isEmpty();
    assertThat(Nearest.of("", KNOWN)).isEmpty();
  }

  @Test
  void neighboursThatAreSwappedAreOneSlip() {
    assertThat(Nearest.distance("sal", "sla")).isEqualTo(1);
    assertThat(Nearest.distance("abc", "")).isEqualTo(3);
    assertThat(Nearest.distance("same", "same")).isZero();
  }
}
