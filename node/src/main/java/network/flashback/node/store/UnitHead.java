package network.flashback.node.store;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;

/// What holds for one agreement apart from its single pieces. Guarded by its unit.
final class UnitHead {
  private static final int FIELD_BYTES = 2 * Long.BYTES + 1 + Integer.BYTES;
  private static final byte NOT_FIXED = -1;

  private final NavigableMap<Long, Cosigned> revisions = new TreeMap<>();
  private Optional<Mark> mark = Optional.empty();
  private long version;
  private long storedBytes;
  private long served;
  private Optional<PaidVoucher> voucher = Optional.empty();
  private Optional<BigInteger> egressPerGib = Optional.empty();

  // Also written by pieces that are about to come, which have no entry yet.
  private volatile Optional<TreeHash> treeHash = Optional.empty();

  void signed(Cosigned revision) {
    treeHash = Optional.of(revision.treeHash());
    revisions.put(revision.sequence(), revision);
    mark = mark.filter(marked -> marked.version() > revision.version());
  }

  void marked(Mark newest) {
    mark = Optional.of(newest);
  }

  void retain(Entry.Retained retained) {
    mark = Optional.empty();
    revisions.keySet().removeIf(sequence -> !retained.keeps(sequence));
  }

  void paid(PaidVoucher paid) {
    voucher = Optional.of(paid);
    served(paid.servedBytes());
  }

  void served(long bytes) {
    served = Math.max(served, bytes);
  }

  void priced(BigInteger price) {
    egressPerGib = Optional.of(price);
  }

  /// A piece came.
  void stored(Piece piece) {
    treeHash = Optional.of(piece.treeHash());
    versionIs(piece.added());
    storedBytes += piece.bytes();
  }

  /// A piece left.
  void removed(long bytes) {
    storedBytes -= bytes;
  }

  void versionIs(long newer) {
    version = Math.max(version, newer);
  }

  TreeHash fixTreeHash(TreeHash ifNew) {
    var fixed = treeHash.orElse(ifNew);
    treeHash = Optional.of(fixed);
    return fixed;
  }

  Optional<TreeHash> treeHash() {
    return treeHash;
  }

  long version() {
    return version;
  }

  long storedBytes() {
    return storedBytes;
  }

  long served() {
    return served;
  }

  Optional<PaidVoucher> voucher() {
    return voucher;
  }

  Optional<BigInteger> egressPerGib() {
    return egressPerGib;
  }

  Optional<Cosigned> revision(long sequence) {
    return Optional.ofNullable(revisions.get(sequence));
  }

  Optional<Mark> mark() {
    return mark;
  }

  Optional<Cosigned> newestRevision() {
    return Optional.ofNullable(revisions.lastEntry()).map(Map.Entry::getValue);
  }

  List<Long> sequences() {
    return List.copyOf(revisions.keySet());
  }

  OptionalLong sequenceOf(Bytes32 root) {
    return revisions.values().stream()
        .filter(revision -> revision.root().equals(root))
        .mapToLong(Cosigned::sequence)
        .findFirst();
  }

  /// Whether a revision, or the mark of one to come, describes a version in which a piece stood
  /// that has left.
  boolean isAuditable(Page.Gone left) {
    if (mark.isPresent() && left.stoodAt(mark.get().version())) {
      return true;
    }
    for (var revision : revisions.values()) {
      if (left.stoodAt(revision.version())) {
        return true;
      }
    }
    return false;
  }

  /// The fields, and entries of the journal that say the rest.
  byte[] encode(AgreementId id) {
    var entries = new ArrayList<byte[]>();
    egressPerGib.ifPresent(price -> entries.add(EntryFormat.encode(new Entry.Priced(id, price))));
    for (var revision : revisions.values()) {
      entries.add(EntryFormat.encode(new Entry.Signed(id, revision)));
    }
    mark.ifPresent(marked -> entries.add(EntryFormat.encode(new Entry.Marked(id, marked))));
    voucher.ifPresent(paid -> entries.add(EntryFormat.encode(new Entry.Paid(id, paid))));
    entries.add(EntryFormat.encode(new Entry.Served(id, served)));
    int length = FIELD_BYTES;
    for (var entry : entries) {
      length += Integer.BYTES + entry.length;
    }
    var into = ByteBuffer.allocate(length);
    into.putLong(version).putLong(storedBytes);
    into.put(treeHash.map(hash -> (byte) hash.code()).orElse(NOT_FIXED)).putInt(entries.size());
    entries.forEach(entry -> into.putInt(entry.length).put(entry));
    return into.array();
  }

  /// Fills an empty head with what was written.
  void decode(byte[] bytes) throws IOException {
    var from = ByteBuffer.wrap(bytes);
    version = from.getLong();
    storedBytes = from.getLong();
    byte hash = from.get();
    for (int left = from.getInt(); left > 0; left--) {
      var entry = new byte[from.getInt()];
      from.get(entry);
      take(EntryFormat.decode(entry));
    }
    treeHash = hash == NOT_FIXED ? Optional.empty() : Optional.of(TreeHash.of(hash));
  }

  private void take(Entry entry) throws IOException {
    switch (entry) {
      case Entry.Priced(_, var price) -> priced(price);
      case Entry.Signed(_, var revision) -> signed(revision);
      case Entry.Marked(_, var marked) -> marked(marked);
      case Entry.Paid(_, var paid) -> paid(paid);
      case Entry.Served(_, var bytes) -> served(bytes);
      case Entry.Stored _, Entry.Removed _, Entry.Moved _, Entry.Retained _, Entry.Dropped _ ->
          throw new IOException("The head of a unit holds an entry that is none of a head.");
    }
  }
}
