package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.BytesLostException;
import network.flashback.evm.possession.UnitPath;
import network.flashback.node.store.Entry.Dropped;
import network.flashback.node.store.Entry.Paid;
import network.flashback.node.store.Entry.Priced;
import network.flashback.node.store.Entry.Removed;
import network.flashback.node.store.Entry.Retained;
import network.flashback.node.store.Entry.Served;
import network.flashback.node.store.Entry.Signed;
import org.jspecify.annotations.Nullable;

/// All pieces of a node, with everything it has signed and been promised about them.
///
/// What a method acknowledged survives kill -9 and power cuts. Safe for many threads; concurrent
/// writers share their syncs of the journal.
public final class PieceStore implements Closeable {
  /// Larger pieces are cheap in files of their own: their bytes take longer than their names.
  private static final long SHARED_PIECE_BYTES = 4 << 20;

  private final long capacityBytes;
  private final DiskLock lock;
  private final PieceFiles files;
  private final Changes changes;
  private final Intake intake;
  private final Index index;
  private final ConcurrentMap<AgreementId, Unit> units;
  private final PieceReader reader;
  private final Compaction compaction;

  private PieceStore(
      long capacityBytes, DiskLock lock, PieceFiles files, Recovery.Recovered recovered) {
    this.capacityBytes = capacityBytes;
    this.lock = lock;
    this.files = files;
    this.index = recovered.index();
    this.units = index.units();
    this.changes =
        new Changes(recovered.journals(), recovered.journal(), recovered.number(), index, files);
    this.reader = new PieceReader(files, units.values(), recovered.lostPieces());
    this.intake = new Intake(files, changes, reader, capacityBytes);
    this.compaction = new Compaction(files, changes, units.values());
    changes.start();
  }

  /// Opens the store of a disk, or makes a new one, and recovers from whatever ended the last run.
  ///
  /// @param capacityBytes all pieces together, those kept for audits included
  /// @param reserveBytes of the disk that stay free
  public static PieceStore open(Path disk, long capacityBytes, long reserveBytes)
      throws IOException {
    return open(disk, capacityBytes, reserveBytes, SHARED_PIECE_BYTES);
  }

  /// A store with its own idea of what is large.
  ///
  /// @param sharedPieceBytes the largest piece that shares a file with others; with -1 each has its
  ///   own
  public static PieceStore open(
      Path disk, long capacityBytes, long reserveBytes, long sharedPieceBytes) throws IOException {
    return open(Disk.REAL, disk, capacityBytes, reserveBytes, sharedPieceBytes);
  }

  private static PieceStore open(
      Disk system, Path disk, long capacityBytes, long reserveBytes, long sharedPieceBytes)
      throws IOException {
    var random = new SecureRandom();
    return open(
        system, disk, capacityBytes, reserveBytes, sharedPieceBytes, Limits.STANDARD, random);
  }

  /// @param random for what must not be guessed
  static PieceStore open(
      Disk system,
      Path disk,
      long capacityBytes,
      long reserveBytes,
      long sharedPieceBytes,
      Limits limits,
      RandomGenerator random)
      throws IOException {
    Files.createDirectories(disk);
    var lock = DiskLock.take(disk);
    try {
      var files = new PieceFiles(system, disk, reserveBytes, sharedPieceBytes);
      system.syncDirectory(disk);
      var index = Index.open(system, disk, limits, random);
      var recovered = new Recovery(system, disk, index).run(files);
      return new PieceStore(capacityBytes, lock, files, recovered);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Takes a piece; durable when it returns. Nothing is left behind when it fails.
  ///
  /// @param agreementBytes capacity of the agreement
  /// @param announced root that the sender computed
  /// @throws DiskFullException when the disk or the node's capacity does not hold it
  public Put put(
      AgreementId agreement,
      long agreementBytes,
      Bytes32 pieceId,
      long bytes,
      InputStream body,
      Optional<Bytes32> announced)
      throws IOException {
    return intake.put(
        unitOf(agreement), new Intake.Coming(pieceId, bytes, announced), agreementBytes, body);
  }

  public Optional<Piece> find(AgreementId agreement, Bytes32 pieceId) {
    var unit = units.get(agreement);
    return unit == null ? Optional.empty() : unit.ask(() -> unit.piece(pieceId));
  }

  /// A piece as it lies now, with its file: it may have been moved since the caller found it.
  ///
  /// @throws PieceLostException when the disk has lost it
  public OpenPiece open(Piece piece) throws IOException {
    return reader.open(piece);
  }

  /// Moves what is left in volumes that are mostly dead room, and deletes them.
  ///
  /// @return pieces moved
  public long compact() throws IOException {
    return compaction.run();
  }

  /// Writes down what the index has in memory only; happens by itself too.
  void condense() throws IOException {
    changes.condense();
  }

  /// Reads every piece and its heading, and counts those that are damaged or gone as lost.
  ///
  /// @return the pieces that are lost, by agreement
  public Map<AgreementId, List<Piece>> scrub() throws IOException {
    return new Scrub(reader, units.values()).run();
  }

  /// To be called when the bytes read from a piece did not have its checksum.
  public PieceLostException lost(Piece piece, String how, @Nullable Throwable cause) {
    return reader.lost(piece, how, cause);
  }

  /// Takes a piece out of its slot; its bytes stay while a revision that has it can be audited.
  ///
  /// @return whether it was there
  public boolean remove(AgreementId agreement, Bytes32 pieceId) throws IOException {
    var unit = unitOf(agreement);
    var change = changes.begin();
    unit.lock.lock();
    try {
      if (unit.piece(pieceId).isEmpty()) {
        return false;
      }
      change.write(unit, new Removed(agreement, pieceId, unit.nextVersion()));
    } finally {
      unit.lock.unlock();
    }
    change.finish();
    return true;
  }

  public UnitSummary summary(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit::summary);
  }

  public List<Piece> slots(AgreementId agreement, int from, int limit) {
    var unit = unitOf(agreement);
    return unit.ask(() -> unit.slotsFrom(from, limit));
  }

  /// Agreements of which anything is known.
  public Set<AgreementId> agreements() {
    return Set.copyOf(units.keySet());
  }

  /// Signs a revision when it describes what is kept here; durable when it returns.
  public Cosigning cosign(
      Revision revision, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    var unit = unitOf(revision.agreementId());
    var change = changes.begin();
    Cosigned signed;
    unit.lock.lock();
    try {
      var now = unit.summary();
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
      if (!now.root().equals(revision.root()) || now.leaves() != revision.leaves()) {
        return new Cosigning.Differs(now.root(), now.leaves());
      }
      signed =
          new Cosigned(
              revision.sequence(),
              now.version(),
              now.root(),
              now.leaves(),
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

  public Optional<Cosigned> newestRevision(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::newestRevision);
  }

  /// Sequences of the revisions that are still provable here, ascending.
  public List<Long> provableSequences(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::sequences);
  }

  /// A revision with this root that is still provable here: its sequence.
  public OptionalLong sequenceOf(AgreementId agreement, Bytes32 root) {
    var unit = unitOf(agreement);
    return unit.ask(() -> unit.head().sequenceOf(root));
  }

  /// Forgets all revisions but the ones named and those from a sequence on, and gives up the bytes
  /// that only they needed.
  public void retainRevisions(AgreementId agreement, List<Long> sequences, long from)
      throws IOException {
    var unit = unitOf(agreement);
    var retained = new Retained(agreement, sequences, from);
    if (unit.ask(unit.head()::sequences).stream().allMatch(retained::keeps)) {
      return;
    }
    changes.write(unit, retained);
  }

  /// Proves a leaf of the unit as a revision described it.
  ///
  /// @throws BytesLostException when the disk has lost it
  public PossessionTerms prove(AgreementId agreement, long sequence, long leafIndex)
      throws IOException {
    var unit = unitOf(agreement);
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
    try (var open = open(piece)) {
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

  /// Durable when it returns.
  public void paid(AgreementId agreement, PaidVoucher voucher) throws IOException {
    changes.write(unitOf(agreement), new Paid(agreement, voucher));
  }

  public Optional<PaidVoucher> voucher(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::voucher);
  }

  /// Notes what was served; a crash may lose the newest notes, never more than was unpaid.
  public void served(AgreementId agreement, long bytes) throws IOException {
    var unit = unitOf(agreement);
    var change = changes.begin();
    unit.lock.lock();
    try {
      change.write(unit, new Served(agreement, bytes));
    } finally {
      unit.lock.unlock();
    }
  }

  public long served(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::served);
  }

  /// The price of egress that holds for an agreement: the one fixed before, else the given one,
  /// fixed now.
  public BigInteger egressPerGib(AgreementId agreement, Supplier<BigInteger> ifNew)
      throws IOException {
    var unit = unitOf(agreement);
    var fixed = unit.ask(unit.head()::egressPerGib);
    if (fixed.isPresent()) {
      return fixed.get();
    }
    var price = ifNew.get();
    changes.write(unit, new Priced(agreement, price));
    return price;
  }

  /// Gives up all pieces of an agreement that is over.
  public void drop(AgreementId agreement) throws IOException {
    var unit = unitOf(agreement);
    changes.write(unit, new Dropped(agreement));
    units.remove(agreement, unit);
  }

  /// Bytes of all pieces, those under way and those kept for audits included.
  public long usedBytes() {
    return changes.usedBytes();
  }

  public long capacityBytes() {
    return capacityBytes;
  }

  public long pieces() {
    return units.values().stream().mapToLong(unit -> unit.ask(unit::pieces)).sum();
  }

  /// Pieces found missing or damaged since the start.
  public long lostPieces() {
    return reader.lostPieces();
  }

  /// Lost pieces that somebody brought again since the start.
  public long healedPieces() {
    return intake.healed();
  }

  /// What stops the store from acknowledging anything; empty while it works.
  public Optional<String> failure() {
    return changes.failure();
  }

  @Override
  public void close() throws IOException {
    try (lock;
        files) {
      changes.close();
    }
  }

  private Unit unitOf(AgreementId agreement) {
    return index.unitOf(agreement);
  }
}
