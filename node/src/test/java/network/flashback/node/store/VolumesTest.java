package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.ROOMY;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.cosign;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.Example.ownFiles;
import static network.flashback.node.store.Example.put;
import static network.flashback.node.store.Example.volumes;
import static network.flashback.node.store.PieceStoreTest.assertEveryLeafProves;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small pieces that share files: everything `PieceStoreTest` asks of pieces with files of their
/// own, as far as sharing could change it.
class VolumesTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path disk;

  @Test
  void manyPiecesOfManyWritersShareOneFileAndAreThereAfterARestart() throws Exception {
    try (var store = volumes(disk);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Put>>();
      for (int i = 0; i < 200; i++) {
        long number = i;
        tasks.add(() -> put(store, number, (int) number * 10));
      }
      for (var result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isInstanceOf(Put.Created.class);
      }
      assertAllThere(store, 200);
    }
    assertThat(volumeFiles()).hasSize(1);
    assertThat(disk.resolve("pieces")).isEmptyDirectory();
    try (var store = volumes(disk)) {
      assertAllThere(store, 200);
      assertThat(store.scrub()).isEmpty();
    }
  }

  private static void assertAllThere(PieceStore store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(read(store, store.find(AGREEMENT, id(i)).orElseThrow()))
          .isEqualTo(content(i, i * 10));
    }
  }

  @Test
  void largePiecesHaveFilesOfTheirOwnBesideThem() throws Exception {
    try (var store = PieceStore.open(disk, ROOMY, 0, 1000)) {
      put(store, 1, 1000);
      put(store, 2, 1001);
      assertThat(volumeFiles()).hasSize(1);
      assertThat(ownFilesThere()).hasSize(1);
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(1, 1000));
      assertThat(read(store, store.find(AGREEMENT, id(2)).orElseThrow()))
          .isEqualTo(content(2, 1001));
    }
  }

  @Test
  void aDiskOfTheFormerFormatIsReadAndGoesOnInTheNewOne() throws Exception {
    try (var store = ownFiles(disk)) {
      put(store, 1, 700);
      put(store, 2, 700);
    }
    try (var store = volumes(disk)) {
      put(store, 3, 700);
      store.remove(AGREEMENT, id(2));
      assertThat(ownFilesThere()).hasSize(1);
    }
    try (var store = volumes(disk)) {
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(1, 700));
      assertThat(read(store, store.find(AGREEMENT, id(3)).orElseThrow()))
          .isEqualTo(content(3, 700));
      assertThat(store.lostPieces()).isZero();
    }
  }

  @Test
  void whatFollowsTheLastPieceIsCutOffAtTheStartAndAnEmptyVolumeDeleted() throws Exception {
    try (var store = volumes(disk)) {
      put(store, 1, 1000);
    }
    assertThat(Files.size(volumeFiles().getFirst())).isGreaterThan(MEBIBYTE);
    try (var store = volumes(disk)) {
      assertThat(Files.size(volumeFiles().getFirst())).isEqualTo(Heading.BYTES + 1000);
      store.remove(AGREEMENT, id(1));
      assertThat(volumeFiles()).isEmpty();
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesDeadRoomOnly() throws Exception {
    try (var store = volumes(disk)) {
      var half = new ByteArrayInputStream(content(1, 500));
      assertThatThrownBy(() -> store.put(AGREEMENT, ROOMY, id(1), 1000, half, Optional.empty()))
          .isInstanceOf(EOFException.class);
      var body = new ByteArrayInputStream(content(1, 500));
      assertThat(store.put(AGREEMENT, ROOMY, id(1), 500, body, Optional.of(Bytes32.of(1))))
          .isInstanceOf(Put.Damaged.class);
      assertThat(store.usedBytes()).isZero();
      put(store, 1, 1000);
      assertThat(store.usedBytes()).isEqualTo(1000);
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(1, 1000));
    }
    try (var store = volumes(disk)) {
      assertThat(store.pieces()).isEqualTo(1);
      assertThat(store.scrub()).isEmpty();
    }
  }

  @Test
  void aWriterThatIsInterruptedTakesTheVolumeFromNobody() throws Exception {
    try (var store = volumes(disk)) {
      Thread.currentThread().interrupt();
      put(store, 1, 1000);
      assertThat(Thread.interrupted()).isTrue();
      put(store, 2, 1000);
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(1, 1000));
      assertThat(store.failure()).isEmpty();
    }
  }

  @Test
  void deadRoomIsGivenBackAndEveryPieceAndProofSurvivesIt() throws Exception {
    Cosigned revision;
    Piece before;
    try (var store = volumes(disk)) {
      // Two full volumes, then a third one.
      for (int i = 0; i < 36; i++) {
        put(store, i, 4 * MEBIBYTE - i);
      }
      cosign(store, 1);
      revision = store.newestRevision(AGREEMENT).orElseThrow();
      for (int i = 0; i < 30; i++) {
        if (i % 5 != 0) {
          store.remove(AGREEMENT, id(i));
        }
      }
      assertThat(store.compact()).as("all of it is still audited").isZero();
      cosign(store, 2);
      store.retainRevisions(AGREEMENT, List.of(), 2);
      revision = store.newestRevision(AGREEMENT).orElseThrow();
      before = store.find(AGREEMENT, id(5)).orElseThrow();
      assertThat(volumeFiles()).hasSize(3);
      assertThat(store.compact()).isEqualTo(6);
      assertThat(volumeFiles()).hasSize(1);
      // Whoever found it before still reads it.
      assertThat(read(store, before)).isEqualTo(content(5, 4 * MEBIBYTE - 5));
      assertProves(store, revision);
    }
    try (var store = volumes(disk)) {
      assertThat(store.pieces()).isEqualTo(12);
      assertProves(store, revision);
      assertThat(store.scrub()).isEmpty();
      assertThat(store.lostPieces()).isZero();
    }
  }

  private static void assertProves(PieceStore store, Cosigned revision) throws IOException {
    for (long leaf = 0; leaf < revision.leaves(); leaf += 4099) {
      assertThat(store.prove(AGREEMENT, revision.sequence(), leaf).leaf().size()).isEqualTo(256);
    }
  }

  @Test
  void piecesKeptForAuditsMoveTooAndStayProvable() throws Exception {
    try (var store = volumes(disk)) {
      put(store, 1, 1000);
      put(store, 2, 700);
      cosign(store, 1);
      store.remove(AGREEMENT, id(1));
    }
    try (var store = volumes(disk)) {
      assertThat(store.compact()).isEqualTo(2);
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
      put(store, 1, content(9, 800));
    }
    try (var store = volumes(disk)) {
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(9, 800));
    }
  }

  @Test
  void rotIsFoundByReadingEverythingAndStaysWhereItIs() throws Exception {
    Piece rotten;
    try (var store = volumes(disk)) {
      put(store, 1, 1000);
      put(store, 2, 1000);
      put(store, 3, 1000);
      rotten = store.find(AGREEMENT, id(2)).orElseThrow();
      flip(rotten.location().offset() + 500);
      assertThat(store.scrub()).containsOnlyKeys(AGREEMENT);
      assertThat(store.scrub().get(AGREEMENT)).containsExactly(rotten);
      assertThat(store.lostPieces()).isEqualTo(2);
      flip(rotten.location().offset() + 500);
      assertThat(store.scrub()).isEmpty();
      flip(rotten.location().offset() - 10);
      assertThat(store.scrub().get(AGREEMENT)).containsExactly(rotten);
      flip(rotten.location().offset() - 10);
      flip(rotten.location().offset() + 500);
    }
    try (var store = volumes(disk)) {
      // What is damaged is not carried on as if it were whole.
      assertThat(store.compact()).isEqualTo(2);
      assertThat(store.find(AGREEMENT, id(2)).orElseThrow().location())
          .isEqualTo(rotten.location());
      assertThat(store.scrub().get(AGREEMENT)).containsExactly(rotten);
    }
  }

  @Test
  void aNodeAtItsCapacitySaysSoAndTakesNoRoom() throws Exception {
    try (var store = PieceStore.open(disk, 1500, 0)) {
      put(store, 1, 1000);
      assertThatThrownBy(() -> put(store, 2, 1000))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("capacity.bytes");
      store.remove(AGREEMENT, id(1));
      put(store, 2, 1000);
    }
  }

  private void flip(long at) throws IOException {
    try (var file = new RandomAccessFile(volumeFiles().getFirst().toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 0x55);
    }
  }

  private List<Path> volumeFiles() throws IOException {
    try (var files = Files.list(disk.resolve("volumes"))) {
      return files.sorted().toList();
    }
  }

  private List<Path> ownFilesThere() throws IOException {
    try (var all = Files.walk(disk.resolve("pieces"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
