package network.flashback.benchmarks.gas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.flashback.app.bench.Row;
import network.flashback.app.client.GasCost;
import network.flashback.chain.anvil.Anvil;
import org.junit.jupiter.api.Test;

/// Holds what the contracts' own golden file, contracts/gas.golden, does not hold: batches,
/// vouchers, replacements, whole lives. Hardforks differ only in proofs, which are there.
class GasGoldenTest {
  private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

  @Test
  void operationsCostWhatTheGoldenFileSaysWithinOnePercent() throws IOException {
    var measured = new LinkedHashMap<String, BigDecimal>();
    for (Row row : GasBenchmark.run(Anvil.program(), Hardfork.CANCUN, step -> {})) {
      measured.put(row.name(), row.value());
    }
    var golden = golden();
    var news = write(golden, measured);

    assertThat(measured).containsKeys(golden.keySet().toArray(String[]::new));
    assertThat(differences(golden, measured))
        .as(
            "operations whose gas moved; if it is meant, copy benchmarks/%s over benchmarks/src/test/resources/gas.golden",
            news)
        .isEmpty();
  }

  @Test
  void whatIsShownBeforeSigningIsWhatIsMeasured() throws IOException {
    var golden = golden();
    assertThat(golden)
        .containsEntry(
            "Cancun: open: the same from the allowance, without a reserve, provider in business",
            BigDecimal.valueOf(GasCost.OPEN_ONE))
        .containsEntry(
            "Cancun: first revision, activates the agreement",
            BigDecimal.valueOf(GasCost.FIRST_REVISION))
        .containsEntry(
            "Cancun: settle in a batch of 100, each", BigDecimal.valueOf(GasCost.SETTLE_IN_BATCH))
        .containsEntry(
            "Cancun: possession per agreement and day, provider with 1,000 agreements",
            BigDecimal.valueOf(GasCost.POSSESSION_SHARE))
        .containsEntry("Cancun: end: last leg of its SLA", BigDecimal.valueOf(GasCost.END));
  }

  private static List<String> differences(
      Map<String, BigDecimal> golden, Map<String, BigDecimal> measured) {
    var differences = new ArrayList<String>();
    golden.forEach(
        (name, before) -> {
          var now = measured.getOrDefault(name, BigDecimal.ZERO);
          if (now.subtract(before).abs().compareTo(before.multiply(ONE_PERCENT)) > 0) {
            differences.add("%s: %s, was %s".formatted(name, now, before));
          }
        });
    return differences;
  }

  /// The golden file as it would be now.
  private static Path write(Map<String, BigDecimal> golden, Map<String, BigDecimal> measured)
      throws IOException {
    var news = Path.of("target/gas.golden");
    Files.createDirectories(Path.of("target"));
    Files.write(
        news,
        golden.keySet().stream()
            .filter(measured::containsKey)
            .map(name -> name + "\t" + measured.get(name))
            .toList());
    return news;
  }

  private static Map<String, BigDecimal> golden() throws IOException {
    try (InputStream file = GasGoldenTest.class.getResourceAsStream("/gas.golden")) {
      var text =
          new String(
              Objects.requireNonNull(file, "gas.golden").readAllBytes(), StandardCharsets.UTF_8);
      var golden = new LinkedHashMap<String, BigDecimal>();
      for (var line : text.lines().toList()) {
        var cells = line.split("\t", -1);
        golden.put(cells[0], new BigDecimal(cells[1]));
      }
      return golden;
    }
  }
}
