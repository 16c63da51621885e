package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.ROOMY;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.cosign;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.Example.put;
import static network.flashback.node.store.Example.unitOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.PossessionProof;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.UnitPath;
import network.flashback.node.store.Put.Created;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PieceStoreTest {
  @TempDir Path disk;

  @Test
  void aPieceIsThereAfterARestartByteForByte() throws Exception {
    try (var store = open()) {
      assertThat(put(store, 1, 700_001)).isInstanceOf(Created.class);
    }
    try (var store = open()) {
      var piece = store.find(AGREEMENT, id(1)).orElseThrow();
      assertThat(read(store, piece)).isEqualTo(content(1, 700_001));
      assertThat(store.summary(AGREEMENT).root()).isEqualTo(unitOf(content(1, 700_001)).root());
    }
  }

  @Test
  void theSameBytesTwiceAreOnePiece() throws Exception {
    try (var store = open()) {
      var first = (Created) put(store, 1, 1000);
      assertThat(put(store, 1, 1000)).isEqualTo(new Put.Present(first.piece()));
      assertThat(store.pieces()).isEqualTo(1);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void otherBytesUnderTheSameIdAreRefusedAndTheFirstStay() throws Exception {
    try (var store = open()) {
      put(store, 1, 1000);
      assertThat(put(store, 1, content(2, 1000))).isInstanceOf(Put.Differs.class);
      assertThat(read(store, store.find(AGREEMENT, id(1)).orElseThrow()))
          .isEqualTo(content(1, 1000));
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesNothingBehind() throws Exception {
    try (var store = open()) {
      var half = new ByteArrayInputStream(content(1, 500));
      assertThatThrownBy(() -> store.put(AGREEMENT, ROOMY, id(1), 1000, half, Optional.empty()))
          .isInstanceOf(EOFException.class);
      assertThat(files()).isEmpty();
      assertThat(store.usedBytes()).isZero();
      assertThat(put(store, 1, 1000)).isInstanceOf(Created.class);
    }
  }

  @Test
  void bytesDamagedOnTheWayAreNotKept() throws Exception {
    try (var store = open()) {
      var body = new ByteArrayInputStream(content(1, 500));
      assertThat(store.put(AGREEMENT, ROOMY, id(1), 500, body, Optional.of(Bytes32.of(1))))
          .isInstanceOf(Put.Damaged.class);
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void anAgreementTakesWholeLeavesUpToItsCapacityAndNotOneMore() throws Exception {
    try (var store = open()) {
      assertThat(putWithin(store, 1, 257, 1024)).isInstanceOf(Created.class);
      assertThat(putWithin(store, 2, 513, 1024)).isEqualTo(new Put.AgreementFull(512, 1024));
      assertThat(putWithin(store, 3, 512, 1024)).isInstanceOf(Created.class);
      assertThat(putWithin(store, 4, 1, 1024)).isEqualTo(new Put.AgreementFull(0, 1024));
    }
  }

  @Test
  void aNodeAtItsCapacitySaysSoAndKeepsNothing() throws Exception {
    try (var store = PieceStore.open(disk, 1500, 0, -1)) {
      put(store, 1, 1000);
      assertThatThrownBy(() -> put(store, 2, 1000))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("capacity.bytes");
      assertThat(files()).hasSize(1);
      store.remove(AGREEMENT, id(1));
      assertThat(put(store, 2, 1000)).isInstanceOf(Created.class);
    }
  }

  @Test
  void theReserveOfTheDiskIsNeverTouched() throws Exception {
    try (var store = PieceStore.open(disk, Long.MAX_VALUE, Long.MAX_VALUE / 2, -1)) {
      assertThatThrownBy(() -> put(store, 1, 1000))
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("reserve");
      assertThat(files()).isEmpty();
      assertThat(store.usedBytes()).isZero();
    }
  }

  @Test
  void aFreedSlotIsTakenByTheNextPieceEvenAfterARestart() throws Exception {
    try (var store = open()) {
      for (int i = 0; i < 4; i++) {
        put(store, i, 300);
      }
      store.remove(AGREEMENT, id(1));
      store.remove(AGREEMENT, id(2));
    }
    try (var store = open()) {
      assertThat(((Created) put(store, 10, 300)).piece().slot()).isEqualTo(1);
      assertThat(((Created) put(store, 11, 300)).piece().slot()).isEqualTo(2);
      assertThat(((Created) put(store, 12, 300)).piece().slot()).isEqualTo(4);
      assertThat(store.summary(AGREEMENT).root())
          .isEqualTo(
              unitOf(
                      content(0, 300),
                      content(10, 300),
                      content(11, 300),
                      content(3, 300),
                      content(12, 300))
                  .root());
    }
  }

  @Test
  void everyLeafOfARevisionIsProvableAfterItsPiecesWereRemovedAndTheNodeRestarted()
      throws Exception {
    Cosigned revision;
    try (var store = open()) {
      put(store, 0, 1000);
      put(store, 1, 300);
      put(store, 2, 256);
      revision = ((Cosigning.Agreed) cosign(store, 1)).revision();
      store.remove(AGREEMENT, id(1));
      put(store, 3, 5000);
      store.remove(AGREEMENT, id(0));
      assertEveryLeafProves(store, revision);
    }
    try (var store = open()) {
      assertEveryLeafProves(store, revision);
      assertThat(files()).hasSize(4);
      store.retainRevisions(AGREEMENT, List.of(), 2);
      assertThat(files()).hasSize(2);
      assertThat(store.usedBytes()).isEqualTo(5256);
      assertThatThrownBy(() -> store.prove(AGREEMENT, 1, 0)).hasMessageContaining("not known");
    }
  }

  @Test
  void onlyTheRevisionsNamedKeepRemovedPieces() throws Exception {
    try (var store = open()) {
      for (int i = 0; i < 4; i++) {
        put(store, i, 300);
        cosign(store, i + 1);
        store.remove(AGREEMENT, id(i));
      }
      store.retainRevisions(AGREEMENT, List.of(2L), 4);
      assertThat(store.provableSequences(AGREEMENT)).containsExactly(2L, 4L);
      assertThat(files()).hasSize(2);
      assertThat(store.prove(AGREEMENT, 2, 0).leaf().toArray())
          .isEqualTo(java.util.Arrays.copyOf(content(1, 300), 256));
    }
  }

  @Test
  void aRevisionIsSignedOnlyWhenItDescribesWhatIsKept() throws Exception {
    try (var store = open()) {
      put(store, 0, 1000);
      var wrong = new Revision(AGREEMENT, Bytes32.of(3), 4, 1, TreeHash.STANDARD);
      assertThat(store.cosign(wrong, Example.SIGNATURE, _ -> Example.SIGNATURE))
          .isEqualTo(new Cosigning.Differs(unitOf(content(0, 1000)).root(), 4));
      assertThat(cosign(store, 5)).isInstanceOf(Cosigning.Agreed.class);
      assertThat(cosign(store, 5)).isInstanceOf(Cosigning.Agreed.class);
      put(store, 1, 1000);
      assertThat(cosign(store, 5)).isEqualTo(new Cosigning.Stale(5));
    }
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void theFirstRevisionFixesHowPiecesAreHashedAlsoAfterARestart(TreeHash hash) throws Exception {
    var other = hash == TreeHash.SHA256 ? TreeHash.KECCAK256 : TreeHash.SHA256;
    try (var store = open()) {
      assertThat(cosign(store, 1, hash)).isInstanceOf(Cosigning.Agreed.class);
      put(store, 0, 70_000);
      assertThat(cosign(store, 2, other)).isEqualTo(new Cosigning.OtherTreeHash(hash));
    }
    try (var store = open()) {
      assertThat(store.find(AGREEMENT, id(0)).orElseThrow().treeHash()).isEqualTo(hash);
      put(store, 1, 300);
      assertThat(store.summary(AGREEMENT).root())
          .isEqualTo(unitOf(hash, content(0, 70_000), content(1, 300)).root());
      assertThat(cosign(store, 2, other)).isEqualTo(new Cosigning.OtherTreeHash(hash));
      assertThat(cosign(store, 2, hash)).isInstanceOf(Cosigning.Agreed.class);
      assertEveryLeafProves(store, store.newestRevision(AGREEMENT).orElseThrow());
    }
  }

  @Test
  void aRefusedRevisionFixesNothing() throws Exception {
    try (var store = open()) {
      var wrong = new Revision(AGREEMENT, Bytes32.of(3), 4, 1, TreeHash.KECCAK256);
      assertThat(store.cosign(wrong, Example.SIGNATURE, _ -> Example.SIGNATURE))
          .isInstanceOf(Cosigning.Differs.class);
      assertThat(cosign(store, 1, TreeHash.SHA256)).isInstanceOf(Cosigning.Agreed.class);
    }
  }

  @Test
  void vouchersPricesAndServedBytesSurviveARestart() throws Exception {
    var voucher = new PaidVoucher(BigInteger.valueOf(77), 4000, Example.SIGNATURE);
    try (var store = open()) {
      store.paid(AGREEMENT, voucher);
      store.served(AGREEMENT, 5000);
      assertThat(store.egressPerGib(AGREEMENT, () -> BigInteger.TEN)).isEqualTo(BigInteger.TEN);
    }
    try (var store = open()) {
      assertThat(store.voucher(AGREEMENT)).contains(voucher);
      assertThat(store.served(AGREEMENT)).isEqualTo(5000);
      assertThat(store.egressPerGib(AGREEMENT, () -> BigInteger.TWO)).isEqualTo(BigInteger.TEN);
    }
  }

  @Test
  void anAgreementThatIsGivenUpLeavesNothing() throws Exception {
    try (var store = open()) {
      put(store, 0, 1000);
      cosign(store, 1);
      store.remove(AGREEMENT, id(0));
      put(store, 1, 1000);
      store.drop(AGREEMENT);
      assertThat(files()).isEmpty();
      assertThat(store.agreements()).isEmpty();
    }
    try (var store = open()) {
      assertThat(store.agreements()).isEmpty();
    }
  }

  @Test
  void aPieceWithoutBytesTakesASlotAndNoLeaf() throws Exception {
    try (var store = open()) {
      put(store, 0, 0);
      put(store, 1, 300);
      assertThat(store.summary(AGREEMENT).root())
          .isEqualTo(unitOf(new byte[0], content(1, 300)).root());
      var revision = ((Cosigning.Agreed) cosign(store, 1)).revision();
      assertEveryLeafProves(store, revision);
    }
  }

  @Test
  void manyWritersAtOnceAllFindTheirPieces() throws Exception {
    try (var store = open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Put>>();
      for (int i = 0; i < 200; i++) {
        // Each piece by two writers at once.
        long number = i / 2;
        tasks.add(() -> put(store, number, 3000));
      }
      long created = 0;
      for (var result : threads.invokeAll(tasks)) {
        created += result.get() instanceof Created ? 1 : 0;
        assertThat(result.get()).isInstanceOfAny(Created.class, Put.Present.class);
      }
      assertThat(created).isEqualTo(100);
      assertThat(store.slots(AGREEMENT, 0, 1000)).hasSize(100);
      assertThat(files()).hasSize(100);
      assertThat(store.usedBytes()).isEqualTo(300_000);
    }
  }

  @Test
  void aSecondNodeIsKeptAwayFromTheDisk() throws Exception {
    try (var store = open()) {
      assertThat(store.pieces()).isZero();
      assertThatThrownBy(this::open).hasMessageContaining("Another node uses the disk");
    }
  }

  private PieceStore open() throws IOException {
    return Example.ownFiles(disk);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(disk.resolve("pieces"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Put putWithin(PieceStore store, long number, int bytes, long capacity)
      throws IOException {
    var body = new ByteArrayInputStream(content(number, bytes));
    return store.put(AGREEMENT, capacity, id(number), bytes, body, Optional.empty());
  }

  static byte[] read(Pieces store, Piece piece) throws IOException {
    return read(store, AGREEMENT, piece);
  }

  static byte[] read(Pieces store, AgreementId agreement, Piece piece) throws IOException {
    try (var open = store.open(agreement, piece)) {
      var bytes = new byte[(int) piece.bytes()];
      open.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  static void assertEveryLeafProves(Pieces store, Cosigned revision) throws IOException {
    assertEveryLeafProves(store, AGREEMENT, revision);
  }

  static void assertEveryLeafProves(Pieces store, AgreementId agreement, Cosigned revision)
      throws IOException {
    for (long index = 0; index < revision.leaves(); index++) {
      var terms = store.prove(agreement, revision.sequence(), index);
      assertThat(proves(terms, index, revision)).as("leaf " + index).isTrue();
    }
  }

  private static boolean proves(PossessionTerms terms, long index, Cosigned revision)
      throws IOException {
    var path =
        new UnitPath(
            terms.unitPathLeft().longValueExact(),
            terms.pieceLeaves(),
            terms.pieceIndex(),
            terms.unitPath(),
            terms.unitPathLeaves());
    var inPiece = new PossessionProof(terms.pieceIndex(), terms.leaf(), terms.piecePath());
    return path.proves(
        index, inPiece.rootBy(revision.treeHash()), revision.root(), revision.leaves());
  }
}
