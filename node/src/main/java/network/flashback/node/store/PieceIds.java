package network.flashback.node.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntPredicate;

/// In which slot a piece may stand, by its id: 8 bytes for each place of an open table, 12 to 25 a
/// piece. Several ids can have one hash, so that what it finds has to be compared.
///
/// Hashes are keyed, because who stores pieces chooses their ids, and a table of ids that all want
/// the same place is searched from end to end.
final class PieceIds {
  private static final int HASH_BITS = 40;
  private static final int SLOT_BITS = 24;
  private static final int PLACES_MIN = 16;

  // A hash, never 0, above a slot; 0 is a free place.
  private long[] places;
  private int count;

  /// @param expected how many will come, so that the table need not grow with them
  PieceIds(int expected) {
    int wanted = Math.max(PLACES_MIN, (int) Math.min(1 << 26, expected * 3L / 2));
    places = new long[Integer.highestOneBit(wanted - 1) << 1];
  }

  /// 40 bits that whoever does not know the key cannot aim at.
  static long hash(long key, byte[] id) {
    var words = ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN);
    long hash = key;
    for (int i = 0; i < 4; i++) {
      hash = mixed(hash ^ words.getLong(), key + (2 * i + 1) * 0x9e3779b97f4a7c15L);
    }
    return hash >>> (Long.SIZE - HASH_BITS) | 1;
  }

  // Both halves of the product, so that no bit of either side is without effect.
  private static long mixed(long a, long b) {
    return (a * b ^ Math.unsignedMultiplyHigh(a, b)) + b;
  }

  /// A hash and a slot in one number, as they are written.
  static long entryOf(long hash, int slot) {
    return hash << SLOT_BITS | slot;
  }

  static int slotOf(long entry) {
    return (int) entry & ((1 << SLOT_BITS) - 1);
  }

  void put(long hash, int slot) {
    add(entryOf(hash, slot));
  }

  void add(long entry) {
    if ((count + 1L) * 3 > places.length * 2L) {
      grow();
    }
    insert(entry);
    count++;
  }

  private void insert(long entry) {
    int at = homeOf(entry);
    while (places[at] != 0) {
      at = next(at);
    }
    places[at] = entry;
  }

  /// The first slot under a hash that is the one.
  ///
  /// @return the slot, or -1
  int find(long hash, IntPredicate isIt) {
    for (int at = homeOf(entryOf(hash, 0)); places[at] != 0; at = next(at)) {
      if (places[at] >>> SLOT_BITS == hash) {
        int slot = slotOf(places[at]);
        if (isIt.test(slot)) {
          return slot;
        }
      }
    }
    return -1;
  }

  void remove(long hash, int slot) {
    long entry = entryOf(hash, slot);
    int at = homeOf(entry);
    while (places[at] != entry) {
      if (places[at] == 0) {
        return;
      }
      at = next(at);
    }
    count--;
    // Those behind it move up, so that no search ends at the hole before it has found them.
    int hole = at;
    for (at = next(at); places[at] != 0; at = next(at)) {
      int home = homeOf(places[at]);
      boolean mayMove = hole <= at ? home <= hole || home > at : home <= hole && home > at;
      if (mayMove) {
        places[hole] = places[at];
        hole = at;
      }
    }
    places[hole] = 0;
  }

  private void grow() {
    var old = places;
    places = new long[Math.multiplyExact(old.length, 2)];
    for (long entry : old) {
      if (entry != 0) {
        insert(entry);
      }
    }
  }

  private int homeOf(long entry) {
    return (int) (entry >>> (Long.SIZE - Integer.numberOfTrailingZeros(places.length)));
  }

  private int next(int at) {
    return at + 1 & places.length - 1;
  }
}
