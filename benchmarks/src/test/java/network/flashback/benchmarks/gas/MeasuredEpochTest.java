package network.flashback.benchmarks.gas;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import org.junit.jupiter.api.Test;

class MeasuredEpochTest {
  private static final MeasuredEpoch THOUSAND =
      new MeasuredEpoch(1_000, 10, 200_000, 220_000, 80_000, 5_000_000, 10, 3_000, 9_000, 500);

  @Test
  void whatGrowsWithTheAgreementsIsScaledAndTheRestIsNot() {
    var larger = THOUSAND.scaledTo(100_000, 1_000);

    assertThat(larger.settleGas()).isEqualTo(500_000_000);
    assertThat(larger.settlements()).isEqualTo(1_000);
    assertThat(larger.seedGas()).isEqualTo(THOUSAND.seedGas());
    assertThat(larger.gas()).isEqualTo(200_000 + 220_000 * 1_000 + 80_000 + 500_000_000);
    assertThat(larger.transactions()).isEqualTo(2 + 1_000 + 1_000);
    assertThat(larger.cpuNanos()).isEqualTo(300_000);
  }

  @Test
  void whatWasMeasuredStaysAsItWasMeasured() {
    assertThat(THOUSAND.scaledTo(1_000, 10)).isEqualTo(THOUSAND);
    assertThat(THOUSAND.transactions()).isEqualTo(22);
  }

  @Test
  void aQuickRunMeasuresARealEpoch() throws Exception {
    var setting = new BenchmarkSetting(Path.of(".."), true, Optional.empty(), s -> {}, f -> {});
    var rows = new EpochBenchmark().run(setting);

    assertThat(rows).extracting(Row::name).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    assertThat(rows)
        .filteredOn(row -> row.name().equals("settle in a batch of 100, each"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.value())
                    .as("ten of each provider, who stand together: %s", row)
                    .isBetween(BigDecimal.valueOf(5_000), BigDecimal.valueOf(9_500)));
    assertThat(rows)
        .filteredOn(row -> row.name().startsWith("10,000 agreements, 10 providers"))
        .isNotEmpty()
        .allMatch(row -> row.name().contains("computed"));
  }
}
