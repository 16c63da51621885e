package network.flashback.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceIdsTest {
  @Test
  void findsWhatIsThereAndNothingElseThroughAnyHistory() {
    long seed = new Random().nextLong();
    System.out.println("PieceIdsTest seed " + seed);
    var random = new Random(seed);
    // Few hashes, close to each other and at both ends of the table, so that searches run into
    // each other and around its end.
    long[] hashes = new long[40];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = (i % 2 == 0 ? 0L : (1L << 40) - 1 - 64) + random.nextInt(64) | 1;
    }
    var ids = new PieceIds(0);
    var there = new HashMap<Integer, Long>();
    for (int step = 0; step < 5000; step++) {
      int slot = random.nextInt(300);
      if (there.containsKey(slot)) {
        ids.remove(there.remove(slot), slot);
      } else {
        long hash = hashes[random.nextInt(hashes.length)];
        there.put(slot, hash);
        ids.put(hash, slot);
      }
      int asked = random.nextInt(300);
      for (long hash : hashes) {
        boolean expected = there.getOrDefault(asked, 0L) == hash;
        assertThat(ids.find(hash, found -> found == asked))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(expected ? asked : -1);
      }
    }
  }

  @Test
  void hashesOfNeighbouringIdsAreSpreadAndDependOnTheKey() {
    var homes = new ArrayList<Long>();
    for (int i = 0; i < 1000; i++) {
      homes.add(PieceIds.hash(7, Example.id(i).toArray()) >>> 20);
      assertThat(PieceIds.hash(8, Example.id(i).toArray()))
          .isNotEqualTo(PieceIds.hash(7, Example.id(i).toArray()));
    }
    assertThat(homes.stream().distinct().count()).isGreaterThan(950);
  }
}
