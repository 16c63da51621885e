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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the disk has lost and somebody brings again.
class HealingTest {
  @TempDir Path disk;

  @Test
  void aDamagedPieceThatComesAgainIsWholeAgainInItsSlotUnderTheRootThatWasSigned()
      throws Exception {
    Cosigned revision;
    try (var store = volumes(disk)) {
      put(store, 1, 3000);
      put(store, 2, 5000);
      revision = ((Cosigning.Agreed) cosign(store, 1)).revision();
      damage(store, 2);
      var again = put(store, 2, 5000);
      assertThat(again).isInstanceOf(Put.Present.class);
      assertThat(((Put.Present) again).piece().slot()).isEqualTo(1);
      assertThat(read(store, find(store, 2))).isEqualTo(content(2, 5000));
      assertThat(store.summary(AGREEMENT).root()).isEqualTo(revision.root());
      assertEveryLeafProves(store, revision);
      assertThat(store.usedBytes()).isEqualTo(8000);
      assertThat(store.scrub()).isEmpty();
      assertThat(store.healedPieces()).isEqualTo(1);
    }
    try (var store = volumes(disk)) {
      assertThat(read(store, find(store, 2))).isEqualTo(content(2, 5000));
      assertEveryLeafProves(store, revision);
      assertThat(store.usedBytes()).isEqualTo(8000);
      assertThat(store.lostPieces()).isZero();
    }
  }

  @Test
  void whatAReadingFoundLostIsToldUntilItIsWholeAgainOrGone() throws Exception {
    try (var store = volumes(disk)) {
      put(store, 1, 3000);
      put(store, 2, 5000);
      put(store, 3, 4000);
      damage(store, 2);
      damage(store, 3);
      assertThat(store.lostOf(AGREEMENT, 10)).as("nobody has read it").isEmpty();
      store.scrub();
      var ids = List.of(find(store, 2).id(), find(store, 3).id());
      assertThat(store.lostOf(AGREEMENT, 10)).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(store.lostOf(AGREEMENT, 1)).hasSize(1);
      put(store, 2, 5000);
      assertThat(store.lostOf(AGREEMENT, 10)).containsExactly(ids.get(1));
      store.remove(AGREEMENT, ids.get(1));
      assertThat(store.lostOf(AGREEMENT, 10)).isEmpty();
    }
  }

  @Test
  void aPieceWhoseFileIsGoneComesBackEvenToANodeAtItsCapacity() throws Exception {
    try (var store = PieceStore.open(disk, 1500, 0, -1)) {
      put(store, 1, 1500);
      Files.delete(fileOf(store, 1));
      assertThat(put(store, 1, 1500)).isInstanceOf(Put.Present.class);
      assertThat(read(store, find(store, 1))).isEqualTo(content(1, 1500));
      assertThat(store.usedBytes()).isEqualTo(1500);
    }
    try (var store = PieceStore.open(disk, 1500, 0, -1)) {
      assertThat(read(store, find(store, 1))).isEqualTo(content(1, 1500));
      assertThat(store.lostPieces()).isZero();
    }
  }

  @Test
  void aPieceThatIsThereIsNotWrittenAgain() throws Exception {
    try (var store = ownFiles(disk)) {
      put(store, 1, 1500);
      var before = find(store, 1).location();
      assertThat(put(store, 1, 1500)).isInstanceOf(Put.Present.class);
      assertThat(find(store, 1).location()).isEqualTo(before);
      assertThat(store.healedPieces()).isZero();
    }
  }

  @Test
  void otherBytesDoNotTakeThePlaceOfALostPiece() throws Exception {
    try (var store = volumes(disk)) {
      put(store, 1, 1500);
      damage(store, 1);
      assertThat(put(store, 1, content(2, 1500))).isInstanceOf(Put.Differs.class);
      assertThat(store.scrub()).containsOnlyKeys(AGREEMENT);
      assertThat(store.usedBytes()).isEqualTo(1500);
      assertThat(put(store, 1, 1500)).isInstanceOf(Put.Present.class);
      assertThat(store.scrub()).isEmpty();
    }
  }

  @Test
  void anUploadThatBreaksOffHealsNothingAndTakesNoRoom() throws Exception {
    try (var store = ownFiles(disk)) {
      put(store, 1, 1500);
      Files.delete(fileOf(store, 1));
      var half = new ByteArrayInputStream(content(1, 700));
      assertThatThrownBy(() -> store.put(AGREEMENT, ROOMY, id(1), 1500, half, Optional.empty()))
          .isInstanceOf(EOFException.class);
      assertThat(store.usedBytes()).isEqualTo(1500);
      assertThat(store.scrub()).containsOnlyKeys(AGREEMENT);
      assertThat(put(store, 1, 1500)).isInstanceOf(Put.Present.class);
      assertThat(read(store, find(store, 1))).isEqualTo(content(1, 1500));
    }
  }

  @Test
  void ofManyWhoBringTheSameLostPieceOneIsKept() throws Exception {
    try (var store = ownFiles(disk);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      put(store, 1, 100_000);
      Files.delete(fileOf(store, 1));
      List<Callable<Put>> all =
          IntStream.range(0, 8).<Callable<Put>>mapToObj(_ -> () -> put(store, 1, 100_000)).toList();
      for (var done : threads.invokeAll(all)) {
        assertThat(done.get()).isInstanceOf(Put.Present.class);
      }
      assertThat(store.healedPieces()).isEqualTo(1);
      assertThat(store.usedBytes()).isEqualTo(100_000);
      assertThat(read(store, find(store, 1))).isEqualTo(content(1, 100_000));
      assertThat(filesIn(disk.resolve("pieces"))).hasSize(1);
    }
  }

  static LongStream seeds() {
    long first = new Random().nextLong() >>> 16;
    return LongStream.range(first, first + 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasBroughtAgainSurvivesAPowerCutFromItsReceiptOn(long seed) throws Exception {
    System.out.println("HealingTest seed " + seed);
    var random = new Random(seed);
    var before = Files.createDirectories(disk.resolve("before"));
    long shared = random.nextBoolean() ? -1 : 4 << 20;
    var forgetful = new ForgetfulDisk(before);
    try (var store =
        PieceStore.open(forgetful, before, ROOMY, 0, shared, Limits.STANDARD, random)) {
      put(store, 1, 2000);
      damage(store, 1);
      assertThat(put(store, 1, 2000)).isInstanceOf(Put.Present.class);
      forgetful.cut();
    } catch (IOException powerless) {
      assertThat(powerless).hasMessageContaining("power");
    }
    var after = disk.resolve("after");
    forgetful.leaveIn(after, random);
    try (var store = PieceStore.open(after, ROOMY, 0, shared)) {
      assertThat(store.scrub()).as("seed %d", seed).isEmpty();
      assertThat(read(store, find(store, 1))).as("seed %d", seed).isEqualTo(content(1, 2000));
    }
  }

  private static Piece find(PieceStore store, long number) {
    return store.find(AGREEMENT, id(number)).orElseThrow();
  }

  private void damage(PieceStore store, long number) throws IOException {
    var location = find(store, number).location();
    try (var file = new RandomAccessFile(fileOf(store, number).toFile(), "rw")) {
      file.seek(location.offset() + 7);
      int was = file.read();
      file.seek(location.offset() + 7);
      file.write(~was);
    }
  }

  private Path fileOf(PieceStore store, long number) throws IOException {
    var name = "%016x".formatted(find(store, number).location().file());
    try (var all = Files.walk(disk)) {
      return all.filter(file -> file.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
