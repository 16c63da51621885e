package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.SIGNATURE;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntryFormatTest {
  /// As disks have it on which every tree is keccak-256, byte for byte.
  @Test
  void aPieceFromBeforeTreesHadKindsIsKeccak() throws Exception {
    var piece = piece(TreeHash.KECCAK256);
    byte[] old =
        head(1)
            .put(id(7).toArray())
            .putInt(3)
            .putLong(2)
            .putLong(40)
            .putLong(1000)
            .putInt(0x1234)
            .putLong(9)
            .put(piece.root().toArray())
            .putInt(0)
            .array();

    assertThat(EntryFormat.decode(trimmed(old, 125))).isEqualTo(new Entry.Stored(AGREEMENT, piece));
    assertThat(EntryFormat.encode(new Entry.Stored(AGREEMENT, piece))).isEqualTo(trimmed(old, 125));
  }

  @Test
  void aRevisionFromBeforeTreesHadKindsIsKeccak() throws Exception {
    var revision = revision(TreeHash.KECCAK256);
    byte[] old =
        head(3)
            .putLong(5)
            .putLong(6)
            .put(Bytes32.of(8).toArray())
            .putLong(4)
            .put(SIGNATURE.toBytes().toArray())
            .put(SIGNATURE.toBytes().toArray())
            .array();

    assertThat(EntryFormat.decode(trimmed(old, 203)))
        .isEqualTo(new Entry.Signed(AGREEMENT, revision));
    assertThat(EntryFormat.encode(new Entry.Signed(AGREEMENT, revision)))
        .isEqualTo(trimmed(old, 203));
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void piecesAndRevisionsKeepTheirKind(TreeHash hash) throws IOException {
    assertThat(again(new Entry.Stored(AGREEMENT, piece(hash))))
        .isEqualTo(new Entry.Stored(AGREEMENT, piece(hash)));
    assertThat(again(new Entry.Signed(AGREEMENT, revision(hash))))
        .isEqualTo(new Entry.Signed(AGREEMENT, revision(hash)));
  }

  /// As disks have it from before such entries said the slot.
  @Test
  void aMoveSaysItsSlotSinceTheIndexIsInPages() throws Exception {
    byte[] old =
        head(9).put(id(7).toArray()).putLong(9).putLong(2).putLong(40).putLong(1000).array();
    var location = new Location(2, 40, 1000);

    assertThat(EntryFormat.decode(trimmed(old, 81)))
        .isEqualTo(new Entry.Moved(AGREEMENT, id(7), OptionalInt.empty(), 9, location));
    for (var slot : List.of(OptionalInt.empty(), OptionalInt.of(5))) {
      var moved = new Entry.Moved(AGREEMENT, id(7), slot, 9, location);
      assertThat(again(moved)).isEqualTo(moved);
    }
  }

  private static Entry again(Entry entry) throws IOException {
    return EntryFormat.decode(EntryFormat.encode(entry));
  }

  private static Piece piece(TreeHash hash) {
    var tree = new TreeBuilder(TreeShape.of(hash)).add(content(7, 1000)).finish();
    return new Piece(id(7), 3, new Location(2, 40, 1000), 0x1234, tree, 9);
  }

  private static Cosigned revision(TreeHash hash) {
    return new Cosigned(5, 6, Bytes32.of(8), 4, hash, SIGNATURE, SIGNATURE);
  }

  private static ByteBuffer head(int kind) {
    return ByteBuffer.allocate(256)
        .put((byte) kind)
        .put(Bytes32.of(AGREEMENT.value()).toArray(), 16, 16);
  }

  private static byte[] trimmed(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}
