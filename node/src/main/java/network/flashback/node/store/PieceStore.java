package network.flashback.node.store;

import java.io.IOException;
import java.io.InputStream;
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
import network.flashback.node.store.Entry.Dropped;
import network.flashback.node.store.Entry.Paid;
import network.flashback.node.store.Entry.Priced;
import network.flashback.node.store.Entry.Removed;
import network.flashback.node.store.Entry.Served;
import org.jspecify.annotations.Nullable;

/// The pieces on one disk. Concurrent writers share their syncs of the journal.
public final class PieceStore implements Pieces {
  /// Larger pieces are cheap in files of their own: their bytes take longer than their names.
  static final long SHARED_PIECE_BYTES = 4 << 20;

  private final DiskFolder folder;
  private final DiskLock lock;
  private final DiskTrial trial;
  private final PieceFiles files;
  private final Changes changes;
  private final Intake intake;
  private final Index index;
  private final ConcurrentMap<AgreementId, Unit> units;
  private final PieceReader reader;
  private final RevisionBook revisions;
  private final Compaction compaction;
  private volatile Map<AgreementId, Long> promises = Map.of();

  private PieceStore(
      DiskFolder folder, DiskLock lock, PieceFiles files, Recovery.Recovered recovered)
      throws IOException {
    this.folder = folder;
    this.lock = lock;
    this.trial = new DiskTrial(folder.path());
    this.files = files;
    this.index = recovered.index();
    this.units = index.units();
    this.changes =
        new Changes(recovered.journals(), recovered.journal(), recovered.number(), index, files);
    this.reader = new PieceReader(files, units, recovered.lostPieces());
    this.intake = new Intake(files, changes, reader, folder.capacityBytes());
    this.revisions = new RevisionBook(index, changes, reader);
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
      return new PieceStore(new DiskFolder(disk, capacityBytes), lock, files, recovered);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
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

  @Override
  public Optional<Piece> find(AgreementId agreement, Bytes32 pieceId) {
    var unit = units.get(agreement);
    return unit == null ? Optional.empty() : unit.ask(() -> unit.piece(pieceId));
  }

  @Override
  public OpenPiece open(AgreementId agreement, Piece piece) throws IOException {
    return reader.open(agreement, piece);
  }

  @Override
  public long compact() throws IOException {
    return compaction.run();
  }

  /// Writes down what the index has in memory only; happens by itself too.
  void condense() throws IOException {
    changes.condense();
  }

  @Override
  public Map<AgreementId, List<Piece>> scrub() throws IOException {
    return new Scrub(reader, units.values()).run();
  }

  @Override
  public PieceLostException lost(
      AgreementId agreement, Piece piece, String how, @Nullable Throwable cause) {
    reader.lost().note(agreement, piece);
    return reader.lost(piece, how, cause);
  }

  @Override
  public List<Bytes32> lostOf(AgreementId agreement, int limit) {
    return Optional.ofNullable(units.get(agreement))
        .map(unit -> reader.lost().of(unit, limit))
        .orElse(List.of());
  }

  @Override
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

  @Override
  public UnitSummary summary(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit::summary);
  }

  @Override
  public List<Piece> slots(AgreementId agreement, int from, int limit) {
    var unit = unitOf(agreement);
    return unit.ask(() -> unit.slotsFrom(from, limit));
  }

  @Override
  public Set<AgreementId> agreements() {
    return Set.copyOf(units.keySet());
  }

  @Override
  public Cosigning cosign(
      Revision revision, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return revisions.cosign(revision, consumer, signer);
  }

  @Override
  public Mark mark(AgreementId agreement) throws IOException {
    return revisions.mark(agreement);
  }

  @Override
  public Optional<List<Piece>> slotsAt(AgreementId agreement, long version, int from, int limit) {
    var unit = unitOf(agreement);
    return unit.ask(
        () ->
            unit.head()
                .mark()
                .filter(mark -> mark.version() == version)
                .map(mark -> unit.slotsAt(version, from, limit)));
  }

  @Override
  public Cosigning cosignMarked(
      Revision revision, long version, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return revisions.cosignMarked(revision, version, consumer, signer);
  }

  @Override
  public Optional<Cosigned> newestRevision(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::newestRevision);
  }

  @Override
  public List<Long> provableSequences(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::sequences);
  }

  @Override
  public OptionalLong sequenceOf(AgreementId agreement, Bytes32 root) {
    var unit = unitOf(agreement);
    return unit.ask(() -> unit.head().sequenceOf(root));
  }

  @Override
  public void retainRevisions(AgreementId agreement, List<Long> sequences, long from)
      throws IOException {
    revisions.retain(agreement, sequences, from);
  }

  @Override
  public PossessionTerms prove(AgreementId agreement, long sequence, long leafIndex)
      throws IOException {
    return revisions.prove(agreement, sequence, leafIndex);
  }

  @Override
  public void paid(AgreementId agreement, PaidVoucher voucher) throws IOException {
    changes.write(unitOf(agreement), new Paid(agreement, voucher));
  }

  @Override
  public Optional<PaidVoucher> voucher(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::voucher);
  }

  @Override
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

  @Override
  public long served(AgreementId agreement) {
    var unit = unitOf(agreement);
    return unit.ask(unit.head()::served);
  }

  @Override
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

  @Override
  public void drop(AgreementId agreement) throws IOException {
    var unit = unitOf(agreement);
    changes.write(unit, new Dropped(agreement));
    units.remove(agreement, unit);
    reader.lost().forget(agreement);
  }

  @Override
  public long usedBytes() {
    return changes.usedBytes();
  }

  @Override
  public long capacityBytes() {
    return folder.capacityBytes();
  }

  @Override
  public long pieces() {
    return units.values().stream().mapToLong(unit -> unit.ask(unit::pieces)).sum();
  }

  @Override
  public long lostPieces() {
    return reader.lostPieces();
  }

  @Override
  public long healedPieces() {
    return intake.healed();
  }

  @Override
  public Optional<String> failure() {
    return changes.failure();
  }

  @Override
  public void expect(AgreementId agreement, long capacityBytes) {
    // There is one place for all of them.
  }

  @Override
  public void promises(Map<AgreementId, Long> capacityBytes) {
    promises = Map.copyOf(capacityBytes);
  }

  @Override
  public long largestFreeBytes() {
    return state().freeBytes();
  }

  @Override
  public List<DiskState> disks() {
    return List.of(state());
  }

  private DiskState state() {
    long promised = promises.values().stream().mapToLong(Long::longValue).sum();
    return new DiskState(
        folder.path(), capacityBytes(), promised, usedBytes(), units.size(), failure());
  }

  @Override
  public byte[] tryDisk(AgreementId agreement, byte[] content) throws IOException {
    return trial.pass(content);
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
