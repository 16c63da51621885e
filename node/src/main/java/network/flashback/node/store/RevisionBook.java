package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.UnitPath;
import network.flashback.node.store.Entry.Marked;
import network.flashback.node.store.Entry.Retained;
import network.flashback.node.store.Entry.Signed;

/// What a disk's agreements were when both sides signed, and the proof of it.
final class RevisionBook {
  private final Index index;
  private final Changes changes;
  private final PieceReader reader;

  RevisionBook(Index index, Changes changes, PieceReader reader) {
    this.index = index;
    this.changes = changes;
    this.reader = reader;
  }

  /// Signs a revision when it describes what is kept here; durable when it returns.
  Cosigning cosign(Revision revision, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return cosign(revision, consumer, signer, unit -> Optional.of(now(unit)));
  }

  /// Signs a revision of what stood at the mark of a version; one that has ended differs.
  Cosigning cosignMarked(
      Revision revision, long version, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return cosign(
        revision,
        consumer,
        signer,
        unit -> unit.head().mark().filter(mark -> mark.version() == version));
  }

  /// Keeps what stands now in sight; durable when it returns.
  Mark mark(AgreementId agreement) throws IOException {
    var unit = index.unitOf(agreement);
    var change = changes.begin();
    Mark mark;
    unit.lock.lock();
    try {
      mark = now(unit);
      change.write(unit, new Marked(agreement, mark));
    } finally {
      unit.lock.unlock();
    }
    change.finish();
    return mark;
  }

  private static Mark now(Unit unit) {
    var now = unit.summary();
    return new Mark(now.version(), now.root(), now.leaves());
  }

  private Cosigning cosign(
      Revision revision,
      Signature consumer,
      Function<Revision, Signature> signer,
      Function<Unit, Optional<Mark>> described)
      throws IOException {
    var unit = index.unitOf(revision.agreementId());
    var change = changes.begin();
    Cosigned signed;
    unit.lock.lock();
    try {
      var newest = unit.head().newestRevision();
      if (newest.isPresent() && newest.get().revision(unit.agreement).equals(revision)) {
        return new Cosigning.Agreed(newest.get());
      }
      if (newest.isPresent() && newest.get().sequence() >= revision.sequence()) {
        return new Cosigning.Stale(newest.get().sequence());
      }
      var treeHash = unit.head().treeHash().orElse(revision.treeHash());
      if (treeHash != revision.treeHash()) {
        return new Cosigning.OtherTreeHash(treeHash);
      }
      var then = described.apply(unit).orElse(null);
      if (then == null
          || !then.root().equals(revision.root())
          || then.leaves() != revision.leaves()) {
        var now = then == null ? now(unit) : then;
        return new Cosigning.Differs(now.root(), now.leaves());
      }
      signed =
          new Cosigned(
              revision.sequence(),
              then.version(),
              then.root(),
              then.leaves(),
              treeHash,
              consumer,
              signer.apply(revision));
      change.write(unit, new Signed(unit.agreement, signed));
    } finally {
      unit.lock.unlock();
    }
    change.finish();
    return new Cosigning.Agreed(signed);
  }

  /// Forgets all revisions but the ones named and those from a sequence on.
  void retain(AgreementId agreement, List<Long> sequences, long from) throws IOException {
    var unit = index.unitOf(agreement);
    var retained = new Retained(agreement, sequences, from);
    if (unit.ask(unit.head()::sequences).stream().allMatch(retained::keeps)) {
      return;
    }
    changes.write(unit, retained);
  }

  /// Proves a leaf of the unit as a revision described it.
  PossessionTerms prove(AgreementId agreement, long sequence, long leafIndex) throws IOException {
    var unit = index.unitOf(agreement);
    Piece piece;
    UnitPath path;
    unit.lock.lock();
    try {
      var revision =
          unit.head()
              .revision(sequence)
              .orElseThrow(
                  () ->
                      new IOException(
                          "Revision %d of agreement %s is not known here: the disk is older than the chain, or belongs to another node."
                              .formatted(sequence, agreement)));
      path = unit.pathAt(revision, leafIndex);
      piece =
          unit.pieceAt((int) path.slot(), revision.version())
              .orElseThrow(() -> new AssertionError("A tree has only pieces that are kept."));
    } catch (UncheckedIOException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    } finally {
      unit.lock.unlock();
    }
    try (var open = reader.open(agreement, piece)) {
      var proof = piece.tree().prove(path.pieceIndex(), open::read);
      return new PossessionTerms(
          proof.leaf(),
          proof.siblings(),
          path.pieceLeaves(),
          path.pieceIndex(),
          path.siblings(),
          path.siblingLeaves(),
          BigInteger.valueOf(path.slot()));
    }
  }
}
