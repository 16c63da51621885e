package network.flashback.node.store;

import static network.flashback.node.store.Example.ROOMY;
import static network.flashback.node.store.Example.SIGNATURE;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.PieceStoreTest.assertEveryLeafProves;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.UnitTree;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The index in files and in memory, against plain maps that know the same.
class IndexTest {
  private static final int RUNS = 3;
  private static final int RUNS_DEEP = 100;
  private static final int STEPS = 700;
  private static final int AGREEMENTS = 3;

  @TempDir Path directory;

  static Stream<Long> seeds() {
    long first = new Random().nextLong() >>> 16;
    return LongStream.range(first, first + (Boolean.getBoolean("deep") ? RUNS_DEEP : RUNS)).boxed();
  }

  /// What one agreement should have: numbers of pieces by slot.
  private static final class Model {
    private final NavigableMap<Integer, Long> slots = new TreeMap<>();
    private final NavigableMap<Long, Bytes32> revisions = new TreeMap<>();

    int nextSlot() {
      int slot = 0;
      while (slots.containsKey(slot)) {
        slot++;
      }
      return slot;
    }
  }

  private final Map<AgreementId, Model> models = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isWhatPlainMapsSayThroughAnyHistory(long seed) throws Exception {
    System.out.println("IndexTest seed " + seed);
    var random = new Random(seed);
    var limits = new Limits(1 + random.nextInt(200), 1 + random.nextInt(20), 20_000);
    var store = open(limits);
    try {
      for (int step = 1; step <= STEPS; step++) {
        var agreement = agreement(random.nextInt(AGREEMENTS));
        var model = models.computeIfAbsent(agreement, _ -> new Model());
        switch (random.nextInt(30)) {
          case 0 -> {
            store.close();
            store = open(limits);
          }
          case 1 -> store.condense();
          case 2 -> store.compact();
          case 3 -> retain(store, agreement, model, random);
          case 4, 5 -> cosign(store, agreement, model, step);
          case 6 -> drop(store, agreement, random);
          case 7, 8, 9, 10, 11, 12, 13, 14 -> remove(store, agreement, model, random);
          default -> put(store, agreement, model, step, random.nextInt(800));
        }
        if (step % 50 == 0) {
          check(store, seed);
        }
      }
      store.close();
      store = open(limits);
      check(store, seed);
    } finally {
      store.close();
    }
  }

  private PieceStore open(Limits limits) throws IOException {
    return PieceStore.open(
        Disk.REAL, directory, ROOMY, 0, 4 << 20, limits, new Random(directory.hashCode()));
  }

  private static AgreementId agreement(long number) {
    return new AgreementId(BigInteger.valueOf(100 + number));
  }

  private static int bytesOf(long number) {
    return (int) (number % 1000);
  }

  private static void put(
      PieceStore store, AgreementId agreement, Model model, long step, int bytes)
      throws IOException {
    long number = step * 1000 + bytes;
    var body = new ByteArrayInputStream(content(number, bytes));
    var put = store.put(agreement, ROOMY, id(number), bytes, body, Optional.empty());
    int slot = model.nextSlot();
    assertThat(put)
        .isInstanceOfSatisfying(
            Put.Created.class, done -> assertThat(done.piece().slot()).isEqualTo(slot));
    model.slots.put(slot, number);
  }

  private static void remove(PieceStore store, AgreementId agreement, Model model, Random random)
      throws IOException {
    if (model.slots.isEmpty()) {
      assertThat(store.remove(agreement, id(-1))).isFalse();
      return;
    }
    var slots = List.copyOf(model.slots.keySet());
    var slot = slots.get(random.nextInt(slots.size()));
    long number = model.slots.getOrDefault(slot, -1L);
    model.slots.remove(slot);
    assertThat(store.remove(agreement, id(number))).isTrue();
  }

  private static void cosign(PieceStore store, AgreementId agreement, Model model, long sequence)
      throws IOException {
    var now = store.summary(agreement);
    var revision = new Revision(agreement, now.root(), now.leaves(), sequence, TreeHash.STANDARD);
    assertThat(store.cosign(revision, SIGNATURE, _ -> SIGNATURE))
        .isInstanceOf(Cosigning.Agreed.class);
    model.revisions.put(sequence, now.root());
  }

  private static void retain(PieceStore store, AgreementId agreement, Model model, Random random)
      throws IOException {
    var kept = new ArrayList<>(model.revisions.keySet());
    kept.removeIf(_ -> random.nextBoolean());
    store.retainRevisions(agreement, kept, Long.MAX_VALUE);
    model.revisions.keySet().retainAll(kept);
  }

  private void drop(PieceStore store, AgreementId agreement, Random random) throws IOException {
    if (random.nextInt(3) == 0) {
      store.drop(agreement);
      models.remove(agreement);
    }
  }

  private void check(PieceStore store, long seed) throws IOException {
    long pieces = 0;
    for (var each : models.entrySet()) {
      var model = each.getValue();
      pieces += model.slots.size();
      assertThat(store.slots(each.getKey(), 0, Integer.MAX_VALUE))
          .as("seed %d", seed)
          .extracting(piece -> (long) piece.slot(), Piece::id)
          .containsExactlyElementsOf(
              model.slots.entrySet().stream()
                  .map(slot -> tuple((long) slot.getKey(), id(slot.getValue())))
                  .toList());
      checkPieces(store, each.getKey(), model, seed);
      assertThat(store.provableSequences(each.getKey()))
          .containsExactlyElementsOf(model.revisions.keySet());
      if (!model.revisions.isEmpty()) {
        assertEveryLeafProves(
            store, each.getKey(), store.newestRevision(each.getKey()).orElseThrow());
      }
    }
    assertThat(store.pieces()).as("seed %d", seed).isEqualTo(pieces);
    assertThat(store.scrub()).as("seed %d", seed).isEmpty();
    assertThat(store.lostPieces()).as("seed %d", seed).isZero();
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }

  private static void checkPieces(PieceStore store, AgreementId agreement, Model model, long seed)
      throws IOException {
    var tree = new UnitTree();
    long stored = 0;
    for (var slot : model.slots.entrySet()) {
      var piece = store.find(agreement, id(slot.getValue())).orElseThrow();
      int bytes = bytesOf(slot.getValue());
      assertThat(read(store, piece)).isEqualTo(content(slot.getValue(), bytes));
      stored += bytes;
      if (bytes > 0) {
        tree.put(slot.getKey(), piece.root(), piece.leaves());
      }
    }
    var now = store.summary(agreement);
    assertThat(now.root()).as("seed %d", seed).isEqualTo(tree.root());
    assertThat(now.leaves()).isEqualTo(tree.leaves());
    assertThat(now.storedBytes()).isEqualTo(stored);
  }

  @Test
  void aJournalOfAFormerVersionBecomesAnIndexOnTheWay() throws Exception {
    // As it was: one journal, and nothing beside it.
    try (var store = open(Limits.STANDARD)) {
      for (int i = 0; i < 300; i++) {
        put(store, agreement(0), models.computeIfAbsent(agreement(0), _ -> new Model()), i, 300);
      }
    }
    try (var files = Files.walk(directory.resolve("index"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    try (var store = open(new Limits(50, 5, 20_000))) {
      assertThat(directory.resolve("index").resolve("manifest")).exists();
      check(store, 0);
    }
  }

  @Test
  void theIndexTakesNoMoreThanAboutTwiceWhatIsLeftInIt() throws Exception {
    var model = models.computeIfAbsent(agreement(0), _ -> new Model());
    try (var store = open(new Limits(100, 1000, 1 << 20))) {
      for (int i = 0; i < 640; i++) {
        put(store, agreement(0), model, i, 1);
      }
      store.condense();
      long once = indexBytes();
      var random = new Random(5);
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          remove(store, agreement(0), model, random);
          put(store, agreement(0), model, 1000 + round * 50 + i, 1);
        }
        store.condense();
      }
      assertThat(indexBytes()).isLessThan(3 * once);
      check(store, 0);
    }
  }

  private long indexBytes() throws IOException {
    long bytes = 0;
    try (var files = Files.newDirectoryStream(directory.resolve("index"))) {
      for (var file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Test
  void rotInTheIndexIsToldAndTakenForNothingElse() throws Exception {
    var model = models.computeIfAbsent(agreement(0), _ -> new Model());
    try (var store = open(Limits.STANDARD)) {
      put(store, agreement(0), model, 1, 500);
      store.condense();
    }
    flip(directory.resolve("index").resolve("0000000000000000"), 150);
    try (var store = open(Limits.STANDARD)) {
      assertThatThrownBy(() -> store.find(agreement(0), id(1500)))
          .hasMessageContaining("0000000000000000 is damaged (a page");
    }
    flip(directory.resolve("index").resolve("manifest"), 40);
    assertThatThrownBy(() -> open(Limits.STANDARD))
        .hasMessageContaining("its checksum is wrong")
        .hasMessageContaining("Restore the file from a copy");
  }

  @Test
  void aMissingJournalIsNotTakenForAnEmptyOne() throws Exception {
    var model = models.computeIfAbsent(agreement(0), _ -> new Model());
    try (var store = open(Limits.STANDARD)) {
      put(store, agreement(0), model, 1, 500);
      store.condense();
    }
    Files.delete(directory.resolve("journal.1"));
    assertThatThrownBy(() -> open(Limits.STANDARD)).hasMessageContaining("journal.1 is missing");
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
