package network.flashback.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowFormatTest {
  private static final Row SETTLE =
      Row.lower("settle", BigDecimal.valueOf(41_000), "gas")
          .withGoal(42_000)
          .withPeer("FilecoinPay", 91_641);
  private static final Row PUT = Row.higher("put", new BigDecimal("123.40"), "MB/s").withGoal(200);

  @Test
  void jsonHasEveryMemberOfEveryRow() {
    assertThat(RowFormat.json(List.of(SETTLE)))
        .isEqualTo(
            "[{\"name\":\"settle\",\"value\":41000,\"unit\":\"gas\",\"goal\":42000,\"better\":\"lower\",\"peer\":\"FilecoinPay\",\"peer_value\":91641}]");
  }

  @Test
  void whatIsMissingIsNullInJson() {
    var bare = Row.higher("get", new BigDecimal("1E+3"), "MB/s");

    assertThat(RowFormat.json(List.of(bare)))
        .isEqualTo(
            "[{\"name\":\"get\",\"value\":1000,\"unit\":\"MB/s\",\"goal\":null,\"better\":\"higher\",\"peer\":null,\"peer_value\":null}]");
  }

  @Test
  void tableLinesUpTheFiguresAndMarksAMissedGoal() {
    assertThat(RowFormat.table(List.of(SETTLE, PUT)))
        .containsExactly(
            "        measured  unit  goal            peer",
            "settle    41,000  gas   <= 42,000       91,641 FilecoinPay",
            "put        123.4  MB/s  >= 200  missed");
  }

  @Test
  void peerIsNamedAndMeasuredOrAbsent() {
    assertThatThrownBy(
            () -> new Row("x", BigDecimal.ONE, "gas", null, Row.Better.LOWER, null, BigDecimal.ONE))
        .hasMessageContaining("'x' has only one of them");
  }
}
