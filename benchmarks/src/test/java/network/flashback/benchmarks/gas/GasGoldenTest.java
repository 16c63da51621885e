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
import java.util.stream.Collectors;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import org.junit.jupiter.api.Test;

class GasGoldenTest {
  private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

  @Test
  void everyOperationCostsWhatTheGoldenFileSaysWithinOnePercent() throws IOException {
    var rows = new GasBenchmark().run(new BenchmarkSetting(Path.of(""), step -> {}));
    var measured = new LinkedHashMap<String, BigDecimal>();
    rows.forEach(row -> measured.put(row.name(), row.value()));
    var news = Path.of("target/gas.golden");
    Files.createDirectories(Path.of("target"));
    Files.writeString(news, rows.stream().map(GasGoldenTest::line).collect(Collectors.joining()));

    var golden = golden();

    assertThat(measured.keySet()).containsExactlyElementsOf(golden.keySet());
    assertThat(differences(golden, measured))
        .as(
            "operations whose gas moved; if it is meant, copy benchmarks/%s over benchmarks/src/test/resources/gas.golden",
            news)
        .isEmpty();
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

  private static String line(Row row) {
    return row.name() + "\t" + row.value().toPlainString() + "\n";
  }

  private static Map<String, BigDecimal> golden() throws IOException {
    try (InputStream file = GasGoldenTest.class.getResourceAsStream("/gas.golden")) {
      var golden = new LinkedHashMap<String, BigDecimal>();
      for (var line :
          new String(
                  Objects.requireNonNull(file, "gas.golden").readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        var cells = line.split("\t", -1);
        golden.put(cells[0], new BigDecimal(cells[1]));
      }
      return golden;
    }
  }
}
