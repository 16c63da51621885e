package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.SIGNATURE;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.cosign;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.Example.put;
import static network.flashback.node.store.Example.unitOf;
import static network.flashback.node.store.PieceStoreTest.assertEveryLeafProves;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stood at a moment can be listed, signed and proven, whatever comes and goes afterwards.
class MarkTest {
  @TempDir Path disk;
  private Mark mark = new Mark(0, Bytes32.ZERO, 0);

  @BeforeEach
  void markThreePiecesAndGoOn() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      put(store, 0, 1000);
      put(store, 1, 300);
      put(store, 2, 256);
      mark = store.mark(AGREEMENT);
      store.remove(AGREEMENT, id(1));
      put(store, 3, 5000);
      store.remove(AGREEMENT, id(0));
    }
  }

  @Test
  void itIsListedAndSignedAfterARestartAndEveryLeafOfItProves() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      assertThat(mark.root())
          .isEqualTo(unitOf(content(0, 1000), content(1, 300), content(2, 256)).root());
      assertThat(marked(store)).containsExactly(id(0), id(1), id(2));
      assertThat(store.slotsAt(AGREEMENT, mark.version(), 1, 1).orElseThrow())
          .singleElement()
          .satisfies(piece -> assertThat(piece.id()).isEqualTo(id(1)));
      assertThat(sign(store, mark, 1)).isInstanceOf(Cosigning.Agreed.class);
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
    }
    try (var store = Example.ownFiles(disk)) {
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
      assertThat(store.usedBytes())
          .as("two pieces that stand, and two that the revision needs")
          .isEqualTo(256 + 5000 + 1000 + 300);
    }
  }

  @Test
  void anotherMarkEndsItAndGivesUpWhatOnlyItNeeded() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      var next = store.mark(AGREEMENT);
      assertThat(next.version()).isGreaterThan(mark.version());
      assertThat(store.slotsAt(AGREEMENT, mark.version(), 0, 10)).isEmpty();
      assertThat(sign(store, mark, 1)).isEqualTo(new Cosigning.Differs(next.root(), next.leaves()));
      assertThat(store.usedBytes()).isEqualTo(256 + 5000);
      assertThat(sign(store, next, 1)).isInstanceOf(Cosigning.Agreed.class);
    }
  }

  @Test
  void forgettingOldRevisionsEndsIt() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      cosign(store, 1);
      put(store, 4, 100);
      cosign(store, 2);
      store.mark(AGREEMENT);
      store.remove(AGREEMENT, id(4));
      store.retainRevisions(AGREEMENT, List.of(), 3);
      assertThat(store.usedBytes()).isEqualTo(256 + 5000);
      assertThat(store.slotsAt(AGREEMENT, mark.version(), 0, 10)).isEmpty();
    }
  }

  @Test
  void aRevisionOfSomethingNewerEndsIt() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      assertThat(cosign(store, 1)).isInstanceOf(Cosigning.Agreed.class);
      assertThat(store.slotsAt(AGREEMENT, mark.version(), 0, 10)).isEmpty();
      assertThat(sign(store, mark, 2)).isInstanceOf(Cosigning.Differs.class);
    }
  }

  @Test
  void aRootThatIsNotTheMarksIsNotSigned() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      var now = store.summary(AGREEMENT);
      var other = new Revision(AGREEMENT, now.root(), now.leaves(), 1, TreeHash.STANDARD);
      assertThat(store.cosignMarked(other, mark.version(), SIGNATURE, _ -> SIGNATURE))
          .isEqualTo(new Cosigning.Differs(mark.root(), mark.leaves()));
    }
  }

  @Test
  void itStandsInTheCondensedIndex() throws IOException {
    try (var store = Example.ownFiles(disk)) {
      store.condense();
    }
    try (var store = Example.ownFiles(disk)) {
      assertThat(marked(store)).containsExactly(id(0), id(1), id(2));
      assertThat(sign(store, mark, 1)).isInstanceOf(Cosigning.Agreed.class);
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
    }
  }

  private List<Bytes32> marked(PieceStore store) {
    return store.slotsAt(AGREEMENT, mark.version(), 0, 10).orElseThrow().stream()
        .map(Piece::id)
        .toList();
  }

  private static Cosigning sign(PieceStore store, Mark mark, long sequence) throws IOException {
    var revision = new Revision(AGREEMENT, mark.root(), mark.leaves(), sequence, TreeHash.STANDARD);
    return store.cosignMarked(revision, mark.version(), SIGNATURE, _ -> SIGNATURE);
  }
}
