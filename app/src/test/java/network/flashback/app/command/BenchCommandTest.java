package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private record Fixed(String name, String description) implements Benchmark {
    @Override
    public List<Row> run(BenchmarkSetting setting) {
      setting.progress().accept("weighing");
      return List.of(Row.lower("weight", BigDecimal.TEN, "gas"));
    }
  }

  @Test
  void withoutANameTheBenchmarksAreListedWithWhatTheyMeasure() {
    assertThat(run()).isZero();
    assertThat(out.toString().lines()).containsExactly("gas   costs", "wire  speeds");
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThat(run("gsa")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no benchmark 'gsa'. Known are: gas, wire.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void jsonIsAllThatStandsOnStandardOutput() {
    assertThat(run("gas", "--json")).isZero();
    assertThat(out.toString().strip())
        .isEqualTo(
            "[{\"name\":\"weight\",\"value\":10,\"unit\":\"gas\",\"goal\":null,\"better\":\"lower\",\"peer\":null,\"peer_value\":null}]");
    assertThat(err.toString()).contains("weighing");
  }

  @Test
  void jsonWithoutANameIsRefused() {
    assertThat(run("--json")).isEqualTo(2);
    assertThat(err.toString()).contains("none is named").contains("gas, wire");
  }

  @Test
  void peopleGetATable() {
    assertThat(run("wire")).isZero();
    assertThat(out.toString()).contains("measured").contains("weight");
  }

  private int run(String... args) {
    return new CommandLine(
            new BenchCommand(() -> List.of(new Fixed("wire", "speeds"), new Fixed("gas", "costs"))))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
