package network.flashback.benchmarks.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.app.bench.Row;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RowsTest {
  private static final Cell SMALL = new Cell(Verb.GET, 4 << 10, 64, Cell.UNBOUNDED);
  private static final Cell LARGE = new Cell(Verb.PUT, 1 << 20, 16, 96);
  private static final Scale SCALE =
      new Scale(
          Duration.ofSeconds(1),
          1,
          WarmUp.NONE,
          Duration.ZERO,
          List.of(SMALL, LARGE),
          0,
          new Crowd.Size(512, 2, 1 << 20));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void smallOperationsAreCountedAndLargeOnesWeighed() {
    Figures.print(out, SMALL, target(S3Rows.GATEWAY), measured(200, 50_000));
    Figures.print(out, LARGE, target(S3Rows.GATEWAY), measured(100, 1 << 20));

    var rows = rows();
    assertThat(row(rows, "GET 4 KiB, 64 connections").unit()).isEqualTo("ops/s");
    assertThat(row(rows, "GET 4 KiB, 64 connections, gateway and database").value())
        .isEqualByComparingTo("50");
    assertThat(row(rows, "PUT 1 MiB, 16 connections").value()).isEqualByComparingTo("105");
    assertThat(row(rows, "PUT 1 MiB, 16 connections, gateway and database").value())
        .isEqualByComparingTo("1");
  }

  @Test
  void goalsOfTheDesignStandBesideWhatTheyAreAbout() {
    Figures.print(out, SMALL, target(S3Rows.GATEWAY), measured(200, 50_000));
    Figures.print(out, LARGE, target(S3Rows.GATEWAY), measured(100, 1 << 20));
    Figures.print(out, LARGE, target(S3Rows.OPAQUE), measured(100, 2 << 20));

    var rows = rows();
    assertThat(row(rows, "GET 4 KiB, 64 connections, gateway and database").goal())
        .isEqualByComparingTo("45");
    assertThat(row(rows, "PUT 1 MiB, 16 connections, gateway and database").goal())
        .isEqualByComparingTo("2.6");
    // Four times the median, and 2 ms.
    assertThat(row(rows, "PUT 1 MiB, 16 connections, p99").goal()).isEqualByComparingTo("6");
    assertThat(row(rows, "GET 4 KiB, 64 connections, p99").goal()).isNull();
    var opaque = row(rows, "PUT 1 MiB, 16 connections, opaque tags, gateway and database");
    assertThat(opaque.goal()).isEqualByComparingTo("1.5");
    assertThat(opaque.reachesGoal()).isFalse();
  }

  @Test
  void theGoalsStandBesideTheNativeBucketToo() {
    Figures.print(out, SMALL, target(S3Rows.NATIVE), measured(200, 50_000));
    Figures.print(out, LARGE, target(S3Rows.NATIVE), measured(100, 1 << 20));
    Figures.print(out, LARGE, target(S3Rows.NATIVE_OPAQUE), measured(100, 1 << 20));
    Figures.print(out, SMALL, target(S3ProxyPeer.NAME), measured(100, 170_000));

    var rows = rows();
    var small = row(rows, "GET 4 KiB, 64 connections, native, gateway and database");
    assertThat(small.goal()).isEqualByComparingTo("45");
    assertThat(small.peerValue()).isEqualByComparingTo("170");
    assertThat(row(rows, "PUT 1 MiB, 16 connections, native, gateway and database").goal())
        .isEqualByComparingTo("2.6");
    assertThat(
            row(rows, "PUT 1 MiB, 16 connections, native, opaque tags, gateway and database")
                .goal())
        .isEqualByComparingTo("1.5");
  }

  @Test
  void thePeerStandsBesideAndTheFileServerBelow() {
    Figures.print(out, SMALL, target(S3Rows.GATEWAY), measured(200, 50_000));
    Figures.print(out, SMALL, target(S3ProxyPeer.NAME), measured(100, 170_000));
    Figures.print(out, SMALL, target(NginxPeer.NAME), measured(900, 30_000));

    var rows = rows();
    assertThat(row(rows, "GET 4 KiB, 64 connections, gateway and database").peerValue())
        .isEqualByComparingTo("170");
    assertThat(row(rows, "nginx: GET 4 KiB, 64 connections").value()).isEqualByComparingTo("900");
  }

  @Test
  void whatFailedIsToldInOneLineAndHasNoRows() {
    Figures.print(out, SMALL, target(S3Rows.GATEWAY), measured(200, 50_000));
    Figures.printFailure(out, LARGE.name(), S3Rows.GATEWAY, "answered 500:\n<Error>\t</Error>");

    assertThat(figures().failures())
        .containsExactly("PUT 1 MiB, 16 connections, gateway: answered 500: <Error> </Error>");
    assertThat(rows()).extracting(Row::name).noneMatch(name -> name.startsWith("PUT"));
    assertThat(row(rows(), "GET 4 KiB, 64 connections").value()).isEqualByComparingTo("200");
  }

  @Test
  void theMedianOfRoundsCounts() {
    var rounds = List.of(measured(1, 30), measured(3, 10), measured(2, 20));

    assertThat(Measured.median(rounds).rate()).isEqualTo(2);
    assertThat(Measured.median(rounds).serverNanos()).isEqualTo(20);
    assertThat(Measured.median(rounds.subList(0, 2)).rate()).isEqualTo(2);
  }

  @Test
  void aPlanComesBackAsItWasWrittenAndOnlyItsOwnerReadsIt() throws Exception {
    var file = folder.resolve("load.properties");
    var plan = new LoadPlan(true, List.of(target("gateway"), target("other")));
    plan.write(file);

    assertThat(LoadPlan.read(file)).isEqualTo(plan);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static Measured measured(double rate, double serverNanos) {
    return new Measured(rate, 1, 7, serverNanos, 5, 5);
  }

  private static Target target(String name) {
    return new Target(
        name,
        URI.create("http://127.0.0.1:1"),
        "bench",
        Optional.of(new KeyPair("id", "secret")),
        Target.NATIVE_OPAQUE,
        true,
        List.of(1L, 2L),
        List.of());
  }

  private List<Row> rows() {
    return new S3Rows(SCALE, figures()).all();
  }

  private Figures figures() {
    var lines =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split("\t", 2))
            .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1]));
    return new Figures(lines);
  }

  private static Row row(List<Row> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
