package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import org.junit.jupiter.api.Test;

class UnitGroupsTest {
  @Test
  void anEmptyUnitHasNeitherRootNorLeaves() throws Exception {
    var groups = new UnitGroups();
    assertThat(groups.root(_ -> List.of())).isEqualTo(Bytes32.ZERO);
    assertThat(groups.leaves()).isZero();
  }

  @Test
  void isTheTreeOfThePiecesThroughAnyHistory() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("UnitGroupsTest seed " + seed);
    var random = new Random(seed);
    for (int span : new int[] {1, 3, 32, 33, 64, 1000, 5000}) {
      var whole = new UnitTree();
      var groups = new UnitGroups();
      var pieces = new TreeMap<Integer, UnitTree.Placed>();
      for (int round = 0; round < 8; round++) {
        var changed = new HashMap<Integer, UnitGroups.Node>();
        for (int step = random.nextInt(span + 8); step >= 0; step--) {
          int slot = random.nextInt(span);
          if (random.nextInt(3) == 0) {
            pieces.remove(slot);
            whole.clear(slot);
          } else {
            var piece =
                new UnitTree.Placed(
                    slot, Keccak256.hash("piece " + random.nextInt()), 1 + random.nextInt(9));
            pieces.put(slot, piece);
            whole.put(slot, piece.root(), piece.leaves());
          }
          changed.put(slot / UnitGroups.SLOTS, UnitGroups.Node.EMPTY);
        }
        changed.replaceAll((group, _) -> UnitGroups.nodeOf(inGroup(pieces, group)));
        groups.put(changed);
        assertSame(groups, whole, pieces, seed);
        assertSame(groups.copy(), whole, pieces, seed);
      }
    }
  }

  private static void assertSame(
      UnitGroups groups, UnitTree whole, NavigableMap<Integer, UnitTree.Placed> pieces, long seed)
      throws Exception {
    assertThat(groups.root(group -> inGroup(pieces, group))).as("%d", seed).isEqualTo(whole.root());
    assertThat(groups.leaves()).isEqualTo(whole.leaves());
    for (long leaf = 0; leaf < whole.leaves(); leaf += 1 + whole.leaves() / 40) {
      assertThat(groups.pathTo(leaf, group -> inGroup(pieces, group)))
          .as("seed %d, leaf %d", seed, leaf)
          .isEqualTo(whole.pathTo(leaf));
    }
  }

  private static List<UnitTree.Placed> inGroup(
      NavigableMap<Integer, UnitTree.Placed> pieces, int group) {
    int from = group * UnitGroups.SLOTS;
    Map<Integer, UnitTree.Placed> there = pieces.subMap(from, from + UnitGroups.SLOTS);
    return there.values().stream()
        .map(piece -> new UnitTree.Placed(piece.slot() - from, piece.root(), piece.leaves()))
        .toList();
  }
}
