package network.flashback.benchmarks.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static final int MIB = 1 << 20;
  private static final Cell WRITES = new Cell(Verb.PUT, MIB, 4, 64);
  private static final Cell MIXED = new Cell(Verb.MIXED, MIB, 4, 63);

  @Test
  void theWholeRunFitsIntoItsTwoSlas() {
    var coded = List.of(target(S3Rows.GATEWAY, Map.of()), target(S3Rows.OPAQUE, Target.OPAQUE));
    var single =
        List.of(
            target(S3Rows.NATIVE, Target.NATIVE),
            target(S3Rows.NATIVE_OPAQUE, Target.NATIVE_OPAQUE));

    for (var scale : List.of(Scale.WHOLE, Scale.QUICK)) {
      assertThatCode(() -> S3Benchmark.CODED_ROOM.requireFor(scale, coded))
          .doesNotThrowAnyException();
      assertThatCode(() -> S3Benchmark.SINGLE_ROOM.requireFor(scale, single))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsMeasured() {
    var scale = scale(new WarmUp(8, 256L * MIB, 0.1), WRITES);
    var target = target(S3Rows.GATEWAY, Map.of());
    // Three rounds that count, and as many before them as 256 MiB allow.
    assertThat(scale.writtenBytes(target)).isEqualTo(7L * 64 * MIB);

    assertThatCode(() -> new Room("it", 448L * MIB).requireFor(scale, List.of(target)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new Room("it", 448L * MIB - 1).requireFor(scale, List.of(target)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0.4 GiB to it")
        .hasMessageContaining("--quick");
  }

  @Test
  void whatIsDeletedAtOnceCountsOnce() {
    var nginx =
        new Target(
            "nginx",
            URI.create("http://127.0.0.1:1"),
            "bench",
            Optional.empty(),
            Map.of(),
            true,
            List.of(1L),
            List.of());

    // 128 objects to read, and the larger of the two rounds.
    assertThat(scale(WarmUp.NONE, WRITES, MIXED).writtenBytes(nginx)).isEqualTo((128L + 64) * MIB);
  }

  @Test
  void onlyTheWritesOfAMixedLoadCount() {
    assertThat(MIXED.writtenBytes()).isEqualTo(21L * MIB);
    assertThat(new Cell(Verb.GET, MIB, 1, Cell.UNBOUNDED).writtenBytes()).isZero();
  }

  @Test
  void aQuickRunAsksForEverySizeAndVerbOnce() {
    var quick = Scale.QUICK.cells().stream().map(cell -> cell.verb() + " " + cell.bytes()).toList();
    var whole =
        Scale.WHOLE.cells().stream().map(cell -> cell.verb() + " " + cell.bytes()).distinct();

    assertThat(quick).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(whole.toList());
    assertThat(quick.stream().map(name -> name.split(" ", 2)[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Verb.values()).map(Verb::name).toList());
  }

  @Test
  void warmUpEndsWhenTwoRoundsInARowCostAlike() {
    var warmUp = new WarmUp(8, 0, 0.1);

    assertThat(warmUp.isOver(List.of(100.0))).isFalse();
    assertThat(warmUp.isOver(List.of(300.0, 100.0))).isFalse();
    assertThat(warmUp.isOver(List.of(300.0, 100.0, 91.0))).isTrue();
    assertThat(warmUp.isOver(List.of(300.0, 100.0, 109.0))).isTrue();
    assertThat(warmUp.isOver(List.of(100.0, 100.0, 120.0))).isFalse();
  }

  @Test
  void warmUpIsBoundedByRoundsAndByBytesButHasOneRound() {
    var warmUp = new WarmUp(8, 256L * MIB, 0.1);

    assertThat(warmUp.roundsMax(new Cell(Verb.GET, MIB, 1, Cell.UNBOUNDED))).isEqualTo(8);
    assertThat(warmUp.roundsMax(WRITES)).isEqualTo(4);
    assertThat(warmUp.roundsMax(new Cell(Verb.PUT, MIB, 16, 1024))).isEqualTo(1);
    assertThat(WarmUp.NONE.roundsMax(WRITES)).isZero();
  }

  private static Scale scale(WarmUp warmUp, Cell... cells) {
    return new Scale(
        Duration.ofSeconds(1), 3, warmUp, Duration.ZERO, List.of(cells), 0, Crowd.Size.NOBODY);
  }

  private static Target target(String name, Map<String, String> tags) {
    return new Target(
        name,
        URI.create("http://127.0.0.1:1"),
        "bench",
        Optional.of(new KeyPair("id", "secret")),
        tags,
        false,
        List.of(1L),
        List.of());
  }
}
