package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LeafRunTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0",
    "0, 2, 1, 0",
    "2, 3, 0, 2",
    "1, 3, 1, 0",
    "5, 8, 3, 0",
    "5, 7, 1, 4",
    "4095, 4096, 12, 0",
    "4096, 10000, 12, 4096",
    "9999, 10000, 4, 9984"
  })
  void aRunIsTheLargestWholeSubtreeOfThePieceAroundItsLeaf(
      long index, long leaves, int level, long first) {
    assertThat(LeafRun.around(index, leaves)).isEqualTo(new LeafRun(level, first));
  }

  @ParameterizedTest
  @EnumSource
  void anyRunIsProvenByTheSiblingsOfAnyOfItsLeavesAndAChangedBitIsNot(TreeHash hash)
      throws Exception {
    var random = new Random(7);
    for (int bytes : new int[] {1, 256, 257, 5_000, 100_000, 1_300_000}) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      var tree = new TreeBuilder(TreeShape.of(hash)).add(content).finish();
      byte[] padded = Arrays.copyOf(content, Math.toIntExact(tree.leaves() * 256));
      for (int draw = 0; draw < 5; draw++) {
        long index = random.nextLong(tree.leaves());
        var proof =
            tree.prove(
                index,
                (offset, into, at, length) ->
                    System.arraycopy(content, (int) offset, into, at, length));
        var run = LeafRun.around(index, tree.leaves());
        int from = Math.toIntExact(run.first() * 256);
        byte[] shown = Arrays.copyOfRange(padded, from, from + run.bytes());
        assertThat(run.rootBy(hash, shown, proof.siblings())).isEqualTo(tree.root());
        shown[random.nextInt(shown.length)] ^= 1;
        assertThat(run.rootBy(hash, shown, proof.siblings())).isNotEqualTo(tree.root());
      }
    }
  }
}
