package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
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
    public String takes() {
      return "a moment";
    }

    @Override
    public List<Row> run(BenchmarkSetting setting) {
      setting.progress().accept("weighing");
      return List.of(Row.lower("weight", BigDecimal.TEN, "gas"));
    }
  }

  private record Compared(String name, String description) implements Benchmark {
    @Override
    public String takes() {
      return "an hour";
    }

    @Override
    public Set<String> peers() {
      return Set.of("other");
    }

    @Override
    public boolean hasQuickRun() {
      return true;
    }

    @Override
    public List<Row> run(BenchmarkSetting setting) {
      setting.progress().accept((setting.quick() ? "quick " : "whole ") + setting.peers());
      if (setting.peers().filter(Set::isEmpty).isPresent()) {
        setting.failures().accept("the other scale is broken");
      }
      return List.of(Row.lower("weight", BigDecimal.ONE, "gas"));
    }
  }

  @Test
  void withoutANameTheBenchmarksAreListedWithWhatTheyMeasureAndHowLongItTakes() {
    assertThat(run()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "gas   Costs. Takes a moment.",
            "load  Work. Takes an hour.",
            "wire  Speeds. Takes a moment.");
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThat(run("gsa")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no benchmark 'gsa'. Known are: gas, load, wire.");
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
    assertThat(err.toString()).contains("none is named").contains("gas, load, wire");
  }

  @Test
  void aPeerThatTheBenchmarkDoesNotKnowIsRefused() {
    assertThat(run("wire", "--against", "nginx")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be measured against 'nginx'").contains("none.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBenchmarkLearnsWhichPeersAreWantedAndHowMuchToMeasure() {
    assertThat(run("load", "--quick", "--against", "other")).isZero();
    assertThat(run("load")).isZero();
    assertThat(err.toString().lines())
        .containsExactly("quick Optional[[other]] ...", "whole Optional.empty ...");
  }

  @Test
  void whatFailsBesideOtherFiguresIsToldAndTheExitCodeShowsIt() {
    assertThat(run("load", "--against", "none", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"weight\"");
    assertThat(err.toString().lines())
        .containsExactly("whole Optional[[]] ...", "Not measured: the other scale is broken");
  }

  @Test
  void aBenchmarkWithoutAQuickRunRefusesIt() {
    assertThat(run("wire", "--quick")).isEqualTo(2);
    assertThat(err.toString()).contains("'wire' has no --quick run");
  }

  @Test
  void peopleGetATable() {
    assertThat(run("wire")).isZero();
    assertThat(out.toString()).contains("measured").contains("weight");
  }

  private int run(String... args) {
    return new CommandLine(
            new BenchCommand(
                () ->
                    List.of(
                        new Fixed("wire", "Speeds."),
                        new Fixed("gas", "Costs."),
                        new Compared("load", "Work."))))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
