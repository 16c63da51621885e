package network.flashback.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.flashback.app.setup.Finding.Verdict;
import network.flashback.node.store.DiskFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private static final Duration SKEW = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void aClockIsRefusedBeyondWhatIsAllowedOnEitherSide() {
    assertThat(ChainCheck.clock(1000, 1005, SKEW).verdict()).isEqualTo(Verdict.OK);
    assertThat(ChainCheck.clock(1000, 1006, SKEW).verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(ChainCheck.clock(1030, 1000, SKEW).verdict()).isEqualTo(Verdict.OK);
    var late = ChainCheck.clock(1031, 1000, SKEW);
    assertThat(late.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(late.inWords()).contains("31 s ahead").contains("30 s are allowed").contains("-> ");
  }

  @Test
  void aDiskTellsItsSpeedAndIsLeftAsItWas() throws IOException {
    var found = DiskCheck.look(folder, 1 << 20, true);
    assertThat(found.verdict()).isNotEqualTo(Verdict.REFUSED);
    assertThat(found.detail()).contains("a synced write of 4 KiB takes ").contains("1.00 MiB");
    assertThat(DiskCheck.look(folder.resolve("not/there/yet"), 1 << 20, true).verdict())
        .isNotEqualTo(Verdict.REFUSED);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDiskThatCannotHoldWhatIsSoldIsRefused() throws IOException {
    var found = DiskCheck.look(folder, 1L << 60, true);
    assertThat(found.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(found.inWords()).contains("--capacity");
    var file = Files.writeString(folder.resolve("file"), "no folder");
    assertThat(DiskCheck.look(file, 1, true).detail()).contains("is no folder");
  }

  @Test
  void memoryIsNoDiskUnlessTold() {
    assertThat(DiskCheck.isMemory("tmpfs")).isTrue();
    assertThat(DiskCheck.isMemory("ext4")).isFalse();
    var memory = Path.of("/dev/shm");
    var refused = DiskCheck.look(memory, 1, false);
    var told = DiskCheck.look(memory, 1, true);
    assertThat(refused.detail().contains("a restart loses every piece"))
        .as("%s, %s", refused, told)
        .isEqualTo(told.detail().contains("tmpfs"));
  }

  @Test
  void severalFoldersOnOneFileSystemAreToldAndTooMuchOfItIsRefused() throws IOException {
    var a = folder.resolve("a");
    var b = folder.resolve("b");
    var told =
        DiskCheck.look(List.of(new DiskFolder(a, 1 << 20), new DiskFolder(b, 1 << 20)), true);
    assertThat(told).hasSize(3);
    assertThat(told.getLast().verdict()).isEqualTo(Verdict.WARN);
    assertThat(told.getLast().detail()).contains(a.toString(), b.toString(), "one file system");

    long most = Files.getFileStore(folder).getTotalSpace() / 3 * 2;
    var refused =
        DiskCheck.look(List.of(new DiskFolder(a, most), new DiskFolder(b, most)), true).getLast();
    assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(refused.inWords()).contains("together", "--capacity");
    assertThat(DiskCheck.look(List.of(new DiskFolder(a, 1 << 20)), true)).hasSize(1);
  }
}
