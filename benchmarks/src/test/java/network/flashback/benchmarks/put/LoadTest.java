package network.flashback.benchmarks.put;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.put.Load.Outcome;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Outcome TWO_SECONDS =
      new Outcome(Duration.ofSeconds(2), new CpuUse(Duration.ofSeconds(1), Duration.ofMillis(500)));

  @Test
  void largeObjectsAreToldInMegabytesAndProcessorSecondsAGigabyte() {
    var load = new Load("1 MB", 1_000_000, 100, 16, 3.5, 1.5);

    assertThat(load.putRows(TWO_SECONDS))
        .extracting(Row::name, row -> row.value().doubleValue(), Row::unit)
        .containsExactly(
            tuple("PUT 1 MB, 16 connections", 50.0, "MB/s"),
            tuple("PUT 1 MB, gateway and database", 10.0, "CPU s/GB"),
            tuple("PUT 1 MB, nodes", 5.0, "CPU s/GB"));
  }

  @Test
  void smallObjectsAreToldInOperations() {
    var load = new Load("4 KB", 4_000, 500, 64, 291, 174);

    assertThat(load.getRows(TWO_SECONDS))
        .extracting(Row::name, row -> row.value().doubleValue(), Row::unit)
        .containsExactly(
            tuple("GET 4 KB, 64 connections", 250.0, "ops/s"),
            tuple("GET 4 KB, gateway and database", 2_000.0, "CPU us/op"),
            tuple("GET 4 KB, nodes", 1_000.0, "CPU us/op"));
  }

  @Test
  void peerStandsBesideWhatItWasMeasuredFor() {
    var measured = new Load("1 MB", 1_000_000, 100, 16, 3.5, 1.5);
    var unmeasured = new Load("64 MB", 64_000_000, 2, 2, 0, 0);

    assertThat(measured.getRows(TWO_SECONDS).get(1).peerValue()).isEqualByComparingTo("1.5");
    assertThat(unmeasured.getRows(TWO_SECONDS).get(1).peer()).isNull();
  }
}
