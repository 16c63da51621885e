package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.cosign;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.Example.ownFiles;
import static network.flashback.node.store.Example.put;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a store makes of a disk on which it died.
class CrashTest {
  @TempDir Path directory;

  @Test
  void aJournalCutAtAnyByteOfItsLastEntryKeepsAllBeforeIt() throws Exception {
    var disk = directory.resolve("disk");
    long before;
    long after;
    try (var store = ownFiles(disk)) {
      put(store, 1, 1000);
      before = written(disk);
      put(store, 2, 1000);
      after = written(disk);
    }
    // Without the room behind it, which would only be copied.
    truncate(disk.resolve("journal"), after);
    for (long cut = before; cut <= after; cut++) {
      var copy = copyOf(disk, directory.resolve("cut" + cut));
      truncate(copy.resolve("journal"), cut);
      try (var store = ownFiles(copy)) {
        assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
            .isEqualTo(content(1, 1000));
        assertThat(store.find(AGREEMENT, id(2)).isPresent()).isEqualTo(cut == after);
        // What was never acknowledged is gone from the disk too, and there is a way on.
        assertThat(filesIn(copy)).hasSize(cut == after ? 2 : 1);
        if (cut % 16 == 0) {
          put(store, 3, 1000);
        }
      }
      if (cut % 16 == 0) {
        try (var store = ownFiles(copy)) {
          assertThat(store.find(AGREEMENT, id(1))).isPresent();
          assertThat(store.find(AGREEMENT, id(3))).isPresent();
        }
      }
    }
  }

  @Test
  void aTornEntryWithAnyByteWrongIsCutOff() throws Exception {
    var disk = directory.resolve("disk");
    long before;
    long after;
    try (var store = ownFiles(disk)) {
      put(store, 1, 1000);
      before = written(disk);
      put(store, 2, 1000);
      after = written(disk);
    }
    truncate(disk.resolve("journal"), after);
    for (long at = before; at < after; at++) {
      var copy = copyOf(disk, directory.resolve("torn" + at));
      flip(copy.resolve("journal"), at);
      try (var store = ownFiles(copy)) {
        assertThat(store.find(AGREEMENT, id(1))).isPresent();
        assertThat(store.find(AGREEMENT, id(2))).isEmpty();
      }
    }
  }

  @Test
  void rotInsideTheJournalIsNotMistakenForATornEnd() throws Exception {
    var disk = directory.resolve("disk");
    long first;
    try (var store = ownFiles(disk)) {
      put(store, 1, 1000);
      first = written(disk);
      put(store, 2, 1000);
    }
    flip(disk.resolve("journal"), first / 2);
    assertThatThrownBy(() -> ownFiles(disk))
        .hasMessageContaining("damaged at byte 0")
        .hasMessageContaining("whole");
  }

  @Test
  void leftoversOfUploadsAndOfACondensingAreRemoved() throws Exception {
    var disk = directory.resolve("disk");
    try (var store = ownFiles(disk)) {
      put(store, 1, 1000);
    }
    var leftover = disk.resolve("pieces").resolve("63").resolve("0000000000000063");
    Files.createDirectories(leftover.getParent());
    Files.write(leftover, content(5, 700));
    Files.write(disk.resolve("journal.new"), content(6, 50));
    try (var store = ownFiles(disk)) {
      assertThat(leftover).doesNotExist();
      assertThat(disk.resolve("journal.new")).doesNotExist();
      assertThat(store.pieces()).isEqualTo(1);
    }
  }

  @Test
  void aMissingOrShortFileCostsThatPieceOnly() throws Exception {
    var disk = directory.resolve("disk");
    try (var store = ownFiles(disk)) {
      for (int i = 0; i < 3; i++) {
        put(store, i, 1000);
      }
      Files.delete(filesIn(disk).get(0));
      truncate(filesIn(disk).get(0), 999);
    }
    try (var store = ownFiles(disk)) {
      assertThat(store.lostPieces()).isEqualTo(2);
      assertThatThrownBy(() -> store.open(AGREEMENT, store.find(AGREEMENT, id(0)).orElseThrow()))
          .isInstanceOf(PieceLostException.class)
          .hasMessageContaining("its file is gone");
      assertThatThrownBy(() -> store.open(AGREEMENT, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isInstanceOf(PieceLostException.class)
          .hasMessageContaining("too short");
      assertThat(read(store, store.find(AGREEMENT, id(2)).orElseThrow()))
          .isEqualTo(content(2, 1000));
    }
  }

  @Test
  void aLongHistoryIsCondensedAndItsJournalGoes() throws Exception {
    var disk = directory.resolve("disk");
    try (var store = ownFiles(disk)) {
      put(store, 1, 1000);
      cosign(store, 1);
      store.remove(AGREEMENT, id(1));
      put(store, 2, 1000);
      for (int i = 0; i < 1500; i++) {
        store.served(AGREEMENT, i);
      }
      store.condense();
      assertThat(disk.resolve("journal")).doesNotExist();
      assertThat(disk.resolve("journal.1")).exists();
    }
    try (var store = ownFiles(disk)) {
      assertThat(store.served(AGREEMENT)).isEqualTo(1499);
      var revision = store.newestRevision(AGREEMENT).orElseThrow();
      PieceStoreTest.assertEveryLeafProves(store, revision);
      put(store, 3, 1000);
    }
    try (var store = ownFiles(disk)) {
      assertThat(store.pieces()).isEqualTo(2);
      PieceStoreTest.assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
    }
  }

  @Test
  void whateverWasAcknowledgedIsThereWhereverARandomRunIsCutShort() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CrashTest seed " + seed);
    var random = new Random(seed);
    var disk = directory.resolve("disk");
    // Written bytes of the journal after each step, and what had to be there then.
    var states = new TreeMap<Long, List<Long>>();
    var present = new ArrayList<Long>();
    try (var store = ownFiles(disk)) {
      for (int step = 0; step < 60; step++) {
        if (!present.isEmpty() && random.nextInt(4) == 0) {
          // A revision holds what leaves, so that cutting back finds its bytes.
          cosign(store, step + 1);
          store.remove(AGREEMENT, id(present.remove(random.nextInt(present.size()))));
        } else {
          put(store, step, 1 + random.nextInt(3000));
          present.add((long) step);
        }
        states.put(written(disk), List.copyOf(present));
      }
    }
    truncate(disk.resolve("journal"), states.lastKey());
    for (int round = 0; round < 25; round++) {
      long cut = 1 + random.nextLong(states.lastKey());
      var copy = copyOf(disk, directory.resolve("round" + round));
      truncate(copy.resolve("journal"), cut);
      try (var store = ownFiles(copy)) {
        var floor = states.floorEntry(cut);
        for (long number : floor == null ? List.<Long>of() : floor.getValue()) {
          // The step under way may have been the removal of just one of them.
          var piece = store.find(AGREEMENT, id(number));
          if (piece.isPresent()) {
            assertThat(read(store, piece.get())).hasSize((int) piece.get().bytes());
          }
        }
        assertThat(store.pieces())
            .isGreaterThanOrEqualTo(floor == null ? 0 : floor.getValue().size() - 1);
        assertThat(store.lostPieces()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 10_000, 4 << 20})
  void killedWhileManyWriteItLosesNothingItAcknowledged(long sharedPieceBytes) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CrashTest kill seed " + seed);
    var random = new Random(seed);
    var disk = directory.resolve("disk");
    for (int round = 0; round < 2; round++) {
      int enough = 20 + random.nextInt(150);
      var acknowledged = runAndKill(disk, round * 1_000_000L, enough, sharedPieceBytes);
      try (var store = PieceStore.open(disk, Example.ROOMY, 0, sharedPieceBytes)) {
        for (long number : acknowledged) {
          var piece = store.find(AGREEMENT, id(number)).orElseThrow();
          assertThat(read(store, piece)).isEqualTo(content(number, KilledWriter.bytes(number)));
        }
        assertThat(store.lostPieces()).isZero();
        assertThat(store.scrub()).isEmpty();
      }
    }
  }

  /// Lets another process write until it has acknowledged that many pieces, and kills it.
  private static List<Long> runAndKill(Path disk, long first, int enough, long sharedPieceBytes)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                disk.toString(),
                Long.toString(first),
                Long.toString(sharedPieceBytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var acknowledged = new ArrayList<Long>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) {
          acknowledged.add(Long.parseLong(line.substring(0, line.length() - 1)));
        }
        if (acknowledged.size() == enough) {
          // Not process.destroyForcibly(): that would also close the stream we still read.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
    return acknowledged;
  }

  /// Bytes of the journal that are written, without the room behind them.
  private static long written(Path disk) throws IOException {
    return JournalReader.read(disk.resolve("journal"), _ -> {}).position();
  }

  private static List<Path> filesIn(Path disk) throws IOException {
    try (var all = Files.walk(disk.resolve("pieces"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (var path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  private static void truncate(Path file, long length) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int old = open.read();
      open.seek(at);
      open.write(old ^ 0x55);
    }
  }
}
