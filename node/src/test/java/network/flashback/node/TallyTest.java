package network.flashback.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node counts since its first start.
class TallyTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-02-01T00:00:00Z");

  @TempDir Path home;

  private Path a = Path.of("a");
  private Path b = Path.of("b");

  @BeforeEach
  void folders() throws Exception {
    a = Files.createDirectory(home.resolve("a"));
    b = Files.createDirectory(home.resolve("b"));
  }

  @Test
  void countsOutliveRestarts() {
    var tally = new Tally(List.of(a), () -> FIRST);
    tally.note(audit(1, true, 0));
    tally.note(audit(2, false, 0));
    tally.note(audit(3, true, 2));
    tally.withdrew(BigInteger.TEN.pow(30));
    tally.withdrew(BigInteger.ONE);

    var counts = new Tally(List.of(a), () -> LATER).counts();

    assertThat(counts).isEqualTo(tally.counts());
    assertThat(counts.since()).isEqualTo(FIRST);
    assertThat(counts.passed()).isEqualTo(2);
    assertThat(counts.missed()).isEqualTo(1);
    assertThat(counts.admitted()).isEqualTo(2);
    assertThat(counts.withdrawn()).isEqualTo(BigInteger.TEN.pow(30).add(BigInteger.ONE));
    assertThat(counts.newest()).extracting(Tally.Audit::epoch).containsExactly(3L, 2L, 1L);
  }

  @Test
  void anEpochThatIsToldAgainCountsOnceAndByTheNewerWord() {
    new Tally(List.of(a), () -> FIRST).note(audit(7, false, 0));
    var tally = new Tally(List.of(a), () -> LATER);
    tally.note(audit(7, false, 0));
    assertThat(tally.counts().missed()).as("looked at again after the restart").isEqualTo(1);
    tally.note(audit(7, true, 1));
    assertThat(tally.counts().missed()).as("a reorganisation gave it another chance").isZero();
    assertThat(tally.counts().passed()).isEqualTo(1);
    assertThat(tally.counts().admitted()).isEqualTo(1);
    assertThat(tally.counts().newest()).hasSize(1);
  }

  @Test
  void ofSeveralDisksTheNewestCountsAndOneThatIsGoneHoldsUpNothing() throws Exception {
    var both = new Tally(List.of(a, b), () -> FIRST);
    both.note(audit(1, true, 0));
    Files.move(a.resolve("tally"), home.resolve("old"));
    Files.delete(a);
    both.note(audit(2, true, 0));
    Files.createDirectory(a);
    Files.move(home.resolve("old"), a.resolve("tally"));
    assertThat(new Tally(List.of(a, b), () -> LATER).counts().passed()).isEqualTo(2);
  }

  @Test
  void aFileThatCannotBeReadBeginsAnewInsteadOfStoppingTheNode() throws Exception {
    Files.writeString(a.resolve("tally"), "written = many\n");
    var tally = new Tally(List.of(a), () -> LATER);
    assertThat(tally.counts().since()).isEqualTo(LATER);
    tally.note(audit(1, true, 0));
    assertThat(new Tally(List.of(a), () -> FIRST).counts().passed()).isEqualTo(1);
  }

  private static Tally.Audit audit(long epoch, boolean proven, int admitted) {
    return new Tally.Audit(epoch, proven, admitted, 1_000_000 + epoch);
  }
}
