package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTreeTest {
  private record Piece(Bytes32 root, long leaves) {}

  private record Node(Bytes32 hash, long leaves) {
    static final Node EMPTY = new Node(Bytes32.ZERO, 0);
  }

  /// Computed apart from this program; the same constants stand in the contracts' test of the
  /// shared vector.
  @ParameterizedTest
  @CsvSource({
    "KECCAK256, 0xb410ab3145271e28d6841209b652255401d95e0a6ceb7269330ea7fb39230bce,"
        + " 0xf96153719eeb9beb015d22afe7ed4b35d09c91a55b00eea0bbfa48b6c952e7fc",
    "SHA256, 0x20f609fea44653c6d9eb3672d1a422d5a6efc812c32b6d6ba18b88735ee4ddcf,"
        + " 0x48d406fb5285548f60e07440d194b307dffec155e7aca79953e0e28e7a57f42e"
  })
  void givesTheRootsOfTheContractsSharedVector(TreeHash hash, String root, String withoutLast) {
    var unit = new UnitTree();
    assertThat(unit.root()).isEqualTo(Bytes32.ZERO);

    long[] leaves = {17, 0, 5, 300};
    for (int slot = 0; slot < leaves.length; slot++) {
      if (leaves[slot] > 0) {
        unit.put(slot, referencePiece(hash, slot, leaves[slot]), leaves[slot]);
      }
    }
    assertThat(unit.leaves()).isEqualTo(322);
    assertThat(unit.root()).isEqualTo(Bytes32.fromHex(root));

    unit.clear(3);
    assertThat(unit.leaves()).isEqualTo(22);
    assertThat(unit.root()).isEqualTo(Bytes32.fromHex(withoutLast));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 1000})
  void piecesAtOnceMakeTheTreeThatTheyMakeOneAfterTheOther(int pieces) {
    var random = new Random(pieces);
    var placed = new HashMap<Integer, UnitTree.Placed>();
    for (int i = 0; i < pieces; i++) {
      int slot = random.nextInt(4 * pieces);
      placed.put(
          slot, new UnitTree.Placed(slot, Keccak256.hash("piece " + i), 1 + random.nextInt(9)));
    }
    var oneByOne = new UnitTree();
    placed.values().forEach(piece -> oneByOne.put(piece.slot(), piece.root(), piece.leaves()));

    var atOnce = UnitTree.of(placed.values());
    assertThat(atOnce.root()).isEqualTo(oneByOne.root());
    assertThat(atOnce.leaves()).isEqualTo(oneByOne.leaves());
    for (long leaf = 0; leaf < atOnce.leaves(); leaf += 17) {
      assertThat(atOnce.pathTo(leaf)).isEqualTo(oneByOne.pathTo(leaf));
    }
    atOnce.put(5, Keccak256.hash("another"), 2);
    oneByOne.put(5, Keccak256.hash("another"), 2);
    assertThat(atOnce.root()).isEqualTo(oneByOne.root());
  }

  @Test
  void twoPiecesInOneSlotAreRefused() {
    var piece = new UnitTree.Placed(3, Keccak256.hash("piece"), 1);
    assertThatThrownBy(() -> UnitTree.of(List.of(piece, piece)))
        .hasMessageContaining("Two pieces are in slot 3");
  }

  @Test
  void aUnitOfOnePieceHasNoLevelAboveIt() {
    var unit = new UnitTree();
    unit.put(0, Keccak256.hash("piece"), 9);

    assertThat(unit.height()).isZero();
    assertThat(unit.root()).isEqualTo(pieceNode(new Piece(Keccak256.hash("piece"), 9)).hash());
    assertThat(unit.pathTo(8).siblings()).isEmpty();
  }

  @Test
  void isAsHighAsItsHighestPieceNeedsWhateverStoodThereBefore() {
    var unit = new UnitTree();
    unit.put(0, Keccak256.hash("first"), 3);
    Bytes32 alone = unit.root();
    unit.put(700, Keccak256.hash("far"), 1);
    assertThat(unit.height()).isEqualTo(10);
    unit.clear(700);

    assertThat(unit.height()).isZero();
    assertThat(unit.root()).isEqualTo(alone);
    unit.clear(0);
    assertThat(unit.root()).isEqualTo(Bytes32.ZERO);
    assertThat(unit.leaves()).isZero();
  }

  @Test
  void agreesWithAPlainlyBuiltTreeThroughAnyHistory() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int history = 0; history < 20; history++) {
      var unit = new UnitTree();
      Map<Integer, Piece> pieces = new HashMap<>();
      int span = 1 + random.nextInt(40);
      for (int step = 0; step < 60; step++) {
        int slot = random.nextInt(span);
        if (random.nextInt(3) == 0) {
          unit.clear(slot);
          pieces.remove(slot);
        } else {
          var piece =
              new Piece(randomWord(random), 1 + random.nextLong(1L << random.nextInt(1, 40)));
          unit.put(slot, piece.root(), piece.leaves());
          pieces.put(slot, piece);
        }
        Node expected = plainly(pieces);
        assertThat(unit.root()).isEqualTo(expected.hash());
        assertThat(unit.leaves()).isEqualTo(expected.leaves());
      }
      provesLeaves(unit, pieces, random);
    }
  }

  private static void provesLeaves(UnitTree unit, Map<Integer, Piece> pieces, Random random) {
    for (int i = 0; i < 20 && unit.leaves() > 0; i++) {
      long index = random.nextLong(unit.leaves());
      UnitPath path = unit.pathTo(index);
      Piece piece = pieces.getOrDefault((int) path.slot(), new Piece(Bytes32.ZERO, 1));
      Bytes32 pieceRoot = piece.root();
      assertThat(path.proves(index, pieceRoot, unit.root(), unit.leaves())).isTrue();
      assertThat(path.proves(index + 1, pieceRoot, unit.root(), unit.leaves())).isFalse();
      assertThat(path.proves(index, Keccak256.hash("other"), unit.root(), unit.leaves())).isFalse();
      assertThat(path.proves(index, pieceRoot, unit.root(), unit.leaves() + 1)).isFalse();
    }
  }

  @Test
  void numbersLeavesThroughTheSlotsInOrder() {
    var unit = new UnitTree();
    unit.put(1, Keccak256.hash("b"), 2);
    unit.put(4, Keccak256.hash("e"), 3);

    assertThat(unit.pathTo(0))
        .extracting(UnitPath::slot, UnitPath::pieceIndex)
        .containsExactly(1L, 0L);
    assertThat(unit.pathTo(1))
        .extracting(UnitPath::slot, UnitPath::pieceIndex)
        .containsExactly(1L, 1L);
    assertThat(unit.pathTo(2))
        .extracting(UnitPath::slot, UnitPath::pieceIndex)
        .containsExactly(4L, 0L);
    assertThat(unit.pathTo(4))
        .extracting(UnitPath::slot, UnitPath::pieceIndex)
        .containsExactly(4L, 2L);
  }

  @Test
  void aCopyStaysWhatItWas() {
    var unit = new UnitTree();
    unit.put(0, Keccak256.hash("a"), 1);
    unit.put(1, Keccak256.hash("b"), 1);
    Bytes32 before = unit.root();
    UnitTree copy = unit.copy();
    unit.clear(1);
    unit.put(9, Keccak256.hash("c"), 1);

    assertThat(copy.root()).isEqualTo(before);
  }

  @Test
  void refusesWhatNoUnitCanHold() {
    var unit = new UnitTree();
    assertThatThrownBy(() -> unit.put(0, Bytes32.ZERO, 0))
        .hasMessageContaining("at least one leaf");
    assertThatThrownBy(() -> unit.put(-1, Bytes32.ZERO, 1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> unit.put(UnitTree.SLOTS_MAX, Bytes32.ZERO, 1))
        .hasMessageContaining("16777216");
    assertThatThrownBy(() -> unit.pathTo(0)).hasMessageContaining("the unit has 0 leaves");
    unit.put(0, Keccak256.hash("a"), Long.MAX_VALUE);
    Bytes32 before = unit.root();
    assertThatThrownBy(() -> unit.put(1, Bytes32.ZERO, 1)).isInstanceOf(ArithmeticException.class);
    assertThat(unit.root()).isEqualTo(before);
  }

  @Test
  void aMillionSlotsTakeLessThan100Megabytes() {
    var unit = new UnitTree();
    unit.put(999_999, Keccak256.hash("last"), 7);

    assertThat(unit.heldBytes()).isLessThan(100_000_000);
    assertThat(unit.pathTo(6).slot()).isEqualTo(999_999);
  }

  // Leaves and piece trees as the contracts' ReferenceUnit makes them.
  private static Bytes32 referencePiece(TreeHash hash, int slot, long leaves) {
    var tree = new TreeBuilder(TreeShape.of(hash));
    for (long index = 0; index < leaves; index++) {
      for (int word = 0; word < 8; word++) {
        tree.add(
            Keccak256.hash(
                    Bytes32.of(slot).toArray(),
                    Bytes32.of(index).toArray(),
                    Bytes32.of(word).toArray())
                .toArray());
      }
    }
    return tree.finish().root();
  }

  private static Node plainly(Map<Integer, Piece> pieces) {
    int highest = pieces.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    int height = 0;
    while (1 << height <= highest) {
      height++;
    }
    return plainly(pieces, height, 0);
  }

  private static Node plainly(Map<Integer, Piece> pieces, int level, int at) {
    if (level == 0) {
      Piece piece = pieces.get(at);
      return piece == null ? Node.EMPTY : pieceNode(piece);
    }
    Node left = plainly(pieces, level - 1, 2 * at);
    Node right = plainly(pieces, level - 1, 2 * at + 1);
    if (left.leaves() + right.leaves() == 0) {
      return Node.EMPTY;
    }
    byte[] preimage =
        ByteBuffer.allocate(81)
            .put((byte) 3)
            .put(left.hash().toArray())
            .putLong(left.leaves())
            .put(right.hash().toArray())
            .putLong(right.leaves())
            .array();
    return new Node(Keccak256.hash(preimage), left.leaves() + right.leaves());
  }

  private static Node pieceNode(Piece piece) {
    byte[] preimage =
        ByteBuffer.allocate(41)
            .put((byte) 2)
            .put(piece.root().toArray())
            .putLong(piece.leaves())
            .array();
    return new Node(Keccak256.hash(preimage), piece.leaves());
  }

  private static Bytes32 randomWord(Random random) {
    byte[] word = new byte[32];
    random.nextBytes(word);
    return Bytes32.of(word);
  }
}
