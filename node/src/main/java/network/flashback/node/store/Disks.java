package network.flashback.node.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.node.store.DisksOpening.Mount;
import network.flashback.node.store.DisksOpening.Settings;
import network.flashback.node.store.DisksOpening.Shelf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Several disks as one: an agreement lies whole on one of them, from the first thing that is
/// written of it on. A disk that does not work takes its own agreements with it and no other.
public final class Disks implements Pieces {
  private static final Logger LOG = LoggerFactory.getLogger(Disks.class);

  private final Homes homes;

  private Disks(Homes homes) {
    this.homes = homes;
  }

  /// Opens the disks of a node. A single one that was always alone stays as it is; of several,
  /// those that cannot be opened are told in the log and in [#disks].
  ///
  /// @param reserveBytes of each disk that stay free
  public static Pieces open(List<DiskFolder> folders, long reserveBytes) throws IOException {
    if (folders.size() == 1 && !Placement.isIn(folders.getFirst().path())) {
      var only = folders.getFirst();
      return PieceStore.open(only.path(), only.capacityBytes(), reserveBytes);
    }
    var settings =
        new Settings(
            reserveBytes, PieceStore.SHARED_PIECE_BYTES, Limits.STANDARD, new SecureRandom());
    return open(settings, folders.stream().map(each -> new Mount(Disk.REAL, each)).toList());
  }

  static Disks open(Settings settings, List<Mount> mounts) throws IOException {
    var found = new DisksOpening(settings, mounts).run();
    return new Disks(new Homes(found.shelves(), found.placement()));
  }

  /// The store of a disk that works, by its place in the configuration.
  PieceStore storeAt(int disk) {
    return Homes.storeOf(homes.shelves().get(disk));
  }

  private long sum(ToLongFunction<PieceStore> of) {
    return homes.shelves().stream().flatMap(shelf -> shelf.store().stream()).mapToLong(of).sum();
  }

  // --- pieces

  @Override
  public Put put(
      AgreementId agreement,
      long agreementBytes,
      Bytes32 pieceId,
      long bytes,
      InputStream body,
      Optional<Bytes32> announced)
      throws IOException {
    expect(agreement, agreementBytes);
    return homes
        .writable(agreement)
        .put(agreement, agreementBytes, pieceId, bytes, body, announced);
  }

  @Override
  public Optional<Piece> find(AgreementId agreement, Bytes32 pieceId) {
    return homes.readable(agreement).flatMap(at -> at.find(agreement, pieceId));
  }

  @Override
  public OpenPiece open(AgreementId agreement, Piece piece) throws IOException {
    return homes.there(agreement).open(agreement, piece);
  }

  @Override
  public PieceLostException lost(
      AgreementId agreement, Piece piece, String how, @Nullable Throwable cause) {
    return homes
        .readable(agreement)
        .map(at -> at.lost(agreement, piece, how, cause))
        .orElseGet(() -> new PieceLostException(piece, how, cause));
  }

  @Override
  public List<Bytes32> lostOf(AgreementId agreement, int limit) {
    return homes.readable(agreement).map(at -> at.lostOf(agreement, limit)).orElse(List.of());
  }

  @Override
  public boolean remove(AgreementId agreement, Bytes32 pieceId) throws IOException {
    var at = homes.readable(agreement);
    return at.isPresent() && at.get().remove(agreement, pieceId);
  }

  @Override
  public UnitSummary summary(AgreementId agreement) {
    return homes
        .readable(agreement)
        .map(at -> at.summary(agreement))
        .orElseGet(() -> new UnitSummary(agreement, Bytes32.ZERO, 0, 0, 0, 0, 0));
  }

  @Override
  public List<Piece> slots(AgreementId agreement, int from, int limit) {
    return homes.readable(agreement).map(at -> at.slots(agreement, from, limit)).orElse(List.of());
  }

  @Override
  public Set<AgreementId> agreements() {
    return homes.agreements();
  }

  @Override
  public void drop(AgreementId agreement) throws IOException {
    var at = homes.known(agreement);
    if (at.isPresent()) {
      at.get().drop(agreement);
      homes.forget(agreement);
    }
  }

  // --- revisions

  @Override
  public Cosigning cosign(
      Revision revision, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return homes.writable(revision.agreementId()).cosign(revision, consumer, signer);
  }

  @Override
  public Mark mark(AgreementId agreement) throws IOException {
    return homes.writable(agreement).mark(agreement);
  }

  @Override
  public Optional<List<Piece>> slotsAt(AgreementId agreement, long version, int from, int limit) {
    return homes.readable(agreement).flatMap(at -> at.slotsAt(agreement, version, from, limit));
  }

  @Override
  public Cosigning cosignMarked(
      Revision revision, long version, Signature consumer, Function<Revision, Signature> signer)
      throws IOException {
    return homes.writable(revision.agreementId()).cosignMarked(revision, version, consumer, signer);
  }

  @Override
  public Optional<Cosigned> newestRevision(AgreementId agreement) {
    return homes.known(agreement).flatMap(at -> at.newestRevision(agreement));
  }

  @Override
  public List<Long> provableSequences(AgreementId agreement) {
    return homes.known(agreement).map(at -> at.provableSequences(agreement)).orElse(List.of());
  }

  @Override
  public OptionalLong sequenceOf(AgreementId agreement, Bytes32 root) {
    return homes
        .known(agreement)
        .map(at -> at.sequenceOf(agreement, root))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void retainRevisions(AgreementId agreement, List<Long> sequences, long from)
      throws IOException {
    homes.there(agreement).retainRevisions(agreement, sequences, from);
  }

  @Override
  public PossessionTerms prove(AgreementId agreement, long sequence, long leafIndex)
      throws IOException {
    return homes.there(agreement).prove(agreement, sequence, leafIndex);
  }

  // --- money

  @Override
  public void paid(AgreementId agreement, PaidVoucher voucher) throws IOException {
    homes.writable(agreement).paid(agreement, voucher);
  }

  @Override
  public Optional<PaidVoucher> voucher(AgreementId agreement) {
    return homes.known(agreement).flatMap(at -> at.voucher(agreement));
  }

  @Override
  public void served(AgreementId agreement, long bytes) throws IOException {
    homes.writable(agreement).served(agreement, bytes);
  }

  @Override
  public long served(AgreementId agreement) {
    return homes.known(agreement).map(at -> at.served(agreement)).orElse(0L);
  }

  @Override
  public BigInteger egressPerGib(AgreementId agreement, Supplier<BigInteger> ifNew)
      throws IOException {
    return homes.writable(agreement).egressPerGib(agreement, ifNew);
  }

  // --- room

  @Override
  public void expect(AgreementId agreement, long capacityBytes) {
    homes.expect(agreement, capacityBytes);
  }

  @Override
  public void promises(Map<AgreementId, Long> capacityBytes) {
    homes.promises(capacityBytes);
  }

  @Override
  public long largestFreeBytes() {
    return homes.largestFreeBytes();
  }

  @Override
  public List<DiskState> disks() {
    return homes.shelves().stream().map(homes::state).toList();
  }

  @Override
  public long usedBytes() {
    return sum(PieceStore::usedBytes);
  }

  @Override
  public long capacityBytes() {
    return homes.working().stream()
        .mapToLong(shelf -> shelf.mount().folder().capacityBytes())
        .sum();
  }

  @Override
  public long pieces() {
    return sum(PieceStore::pieces);
  }

  @Override
  public byte[] tryDisk(AgreementId agreement, byte[] content) throws IOException {
    return homes.there(agreement).tryDisk(agreement, content);
  }

  // --- care

  @Override
  public long compact() throws IOException {
    long moved = 0;
    var failed = new ArrayList<IOException>();
    for (var shelf : homes.working()) {
      try {
        moved += Homes.storeOf(shelf).compact();
      } catch (IOException | UncheckedIOException broken) {
        failed.add(onDisk(shelf, broken));
      }
    }
    throwAll(failed);
    return moved;
  }

  @Override
  public Map<AgreementId, List<Piece>> scrub() throws IOException {
    Map<AgreementId, List<Piece>> lost = new HashMap<>();
    for (var shelf : homes.working()) {
      try {
        lost.putAll(Homes.storeOf(shelf).scrub());
      } catch (IOException | UncheckedIOException broken) {
        // The others are to be read all the same, and once a week.
        LOG.error("{}", onDisk(shelf, broken).getMessage());
      }
    }
    return lost;
  }

  private static IOException onDisk(Shelf shelf, Exception broken) {
    return new IOException(
        "The disk %s: %s".formatted(shelf.mount().folder().path(), broken.getMessage()), broken);
  }

  private static void throwAll(List<IOException> failed) throws IOException {
    if (!failed.isEmpty()) {
      var first = failed.getFirst();
      failed.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  @Override
  public long lostPieces() {
    return sum(PieceStore::lostPieces);
  }

  @Override
  public long healedPieces() {
    return sum(PieceStore::healedPieces);
  }

  @Override
  public Optional<String> failure() {
    var failures =
        homes.shelves().stream()
            .flatMap(
                shelf ->
                    Homes.failureOf(shelf).stream()
                        .map(why -> shelf.mount().folder().path() + ": " + why))
            .toList();
    return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures));
  }

  @Override
  public void close() throws IOException {
    var failed = new ArrayList<IOException>();
    for (var shelf : homes.shelves()) {
      if (shelf.store().isPresent()) {
        try {
          Homes.storeOf(shelf).close();
        } catch (IOException broken) {
          failed.add(onDisk(shelf, broken));
        }
      }
    }
    throwAll(failed);
  }
}
