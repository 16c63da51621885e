package network.flashback.benchmarks.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import network.flashback.app.bench.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole load with tiny sizes, on a real gateway.
class LoadRunTest {
  private static final Scale TINY =
      new Scale(
          Duration.ofMillis(50),
          2,
          new WarmUp(2, 1 << 20, 0.1),
          Duration.ofMillis(1),
          List.of(
              new Cell(Verb.GET, 4 << 10, 2, Cell.UNBOUNDED),
              new Cell(Verb.PUT, 4 << 10, 16, 32),
              new Cell(Verb.PUT, 128 << 10, 2, 4),
              new Cell(Verb.MIXED, 128 << 10, 2, 6),
              new Cell(Verb.LIST, 0, 1, Cell.UNBOUNDED)),
          20,
          new Crowd.Size(16, 2, 128 << 10));

  @TempDir static Path disks;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new TestGateway(disks);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
  }

  @Test
  void everyLoadHasItsRowsWithWorkDoneAndNothingFailed() throws Exception {
    var rows = rows(gateway.target(S3Rows.GATEWAY, "loads", Map.of()));

    for (var cell : TINY.cells()) {
      assertThat(rows.get(cell.name())).isPositive();
      assertThat(rows.get(cell.name() + ", p99"))
          .isGreaterThanOrEqualTo(rows.get(cell.name() + ", p50"));
      assertThat(rows).containsKey(cell.name() + ", gateway and database");
    }
    var crowd = LoadRun.crowdName(TINY.crowd());
    assertThat(rows.get(crowd + ", served")).isEqualByComparingTo("32");
    assertThat(rows.get(crowd + ", failed")).isEqualByComparingTo("0");
    assertThat(rows.get("peak resident memory, gateway")).isPositive();
    assertThat(rows).containsKeys("machine, load before", "machine, load after");
  }

  @Test
  void opaqueTagsAreMeasuredForWritesOfSomeSizeOnly() throws Exception {
    var rows = rows(gateway.target(S3Rows.OPAQUE, "opaque", Target.OPAQUE));

    assertThat(rows).containsKey("PUT 128 KiB, 2 connections, opaque tags");
    assertThat(rows.keySet()).noneMatch(name -> name.contains("4 KiB") || name.contains("LIST"));
  }

  @Test
  void aNativeBucketIsMeasuredForWhatHasBytes() throws Exception {
    var rows = rows(gateway.target(S3Rows.NATIVE, "native", Target.NATIVE));

    assertThat(rows)
        .containsKeys(
            "GET 4 KiB, 2 connections, native",
            "PUT 4 KiB, 16 connections, native, gateway and database",
            "PUT 128 KiB, 2 connections, native, nodes");
    assertThat(rows.keySet()).noneMatch(name -> name.contains("LIST") || name.contains("MIXED"));
    var opaque = rows(gateway.target(S3Rows.NATIVE_OPAQUE, "native-opaque", Target.NATIVE_OPAQUE));
    assertThat(opaque).containsKey("PUT 128 KiB, 2 connections, native, opaque tags");
    assertThat(opaque.keySet()).noneMatch(name -> name.contains("GET"));
  }

  @Test
  void aServerThatSendsOtherBytesIsFoundOut() throws Exception {
    var target = gateway.target(S3Rows.GATEWAY, "other", Map.of());
    var requests = new Requests(target, "other", InstantSource.system());
    try (var caller = new Caller(target.endpoint())) {
      caller.call(requests.createBucket());
      caller.call(requests.put("a", new byte[] {1, 2, 3}));
      assertThatThrownBy(() -> caller.call(requests.get("a", new byte[] {1, 2, 4})))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other bytes");
    }
    try (var caller = new Caller(target.endpoint())) {
      assertThatThrownBy(() -> caller.call(requests.get("a", new byte[] {1, 2, 3, 4})))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("3 of 4 bytes");
      assertThatThrownBy(() -> caller.call(requests.get("b", new byte[1])))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404");
    }
  }

  @Test
  void aServerThatFailsLeavesTheOthersTheirFigures() throws Exception {
    var good = gateway.target(S3Rows.GATEWAY, "beside", Map.of());
    var closed =
        new Target(
            "closed",
            URI.create("http://127.0.0.1:" + closedPort()),
            "any",
            good.keys(),
            Map.of(),
            true,
            good.servers(),
            List.of());

    var lines = run(List.of(good, closed), TINY);

    assertThat(new Figures(lines).failures())
        .singleElement()
        .asString()
        .startsWith("objects to read, closed: ");
    for (var cell : TINY.cells()) {
      assertThat(new Figures(lines).find(cell, S3Rows.GATEWAY)).isPresent();
      assertThat(new Figures(lines).find(cell, "closed")).isEmpty();
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, BigDecimal> rows(Target target) throws Exception {
    var scale =
        target.tags().isEmpty()
            ? TINY
            : new Scale(
                TINY.round(),
                1,
                WarmUp.NONE,
                TINY.settle(),
                TINY.cells(),
                TINY.listed(),
                Crowd.Size.NOBODY);
    return new S3Rows(TINY, new Figures(run(List.of(target), scale)))
        .all().stream().collect(Collectors.toMap(Row::name, Row::value));
  }

  private static Map<String, String> run(List<Target> targets, Scale scale) throws Exception {
    var bytes = new ByteArrayOutputStream();
    new LoadRun(
            targets, scale, new PrintStream(bytes, true, UTF_8), step -> {}, InstantSource.system())
        .run();
    return bytes
        .toString(UTF_8)
        .lines()
        .map(line -> line.split("\t", 2))
        .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1]));
  }
}
