package network.flashback.gateway;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree;
import network.flashback.providers.Capabilities;
import network.flashback.providers.Listing;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.Occupancy;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.Receipt;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.Stored;
import network.flashback.providers.StoredName;
import org.jspecify.annotations.Nullable;

/// A provider's disk that also gives receipts and signs revisions; can be switched off, made to
/// fail, and robbed of bytes.
final class FakeProvingStore implements ProvingStore {
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(77));

  final ObjectStore disk;
  final TreeMap<Integer, Slot> slots = new TreeMap<>();
  volatile boolean down;

  /// Whether it takes nothing back under a name that it knows.
  volatile boolean keepsOthers;

  /// Whether it gives receipts and signs no revision.
  volatile boolean signsNothing;

  /// Bytes of pieces that were asked for, and those that were taken of what came.
  final AtomicLong asked = new AtomicLong();

  final AtomicLong taken = new AtomicLong();

  /// While there is one, whoever reads waits for it.
  volatile @Nullable CountDownLatch stalled;

  /// What the receipt of the next put waits for, with the bytes on the disk already.
  final AtomicReference<@Nullable CountDownLatch> nextReceipt = new AtomicReference<>();

  /// A permit for each receipt that waits.
  final Semaphore withheld = new Semaphore(0);

  /// How often somebody asked what is in the slots.
  final AtomicInteger comparisons = new AtomicInteger();

  /// A permit for each stalled read that was given up.
  final Semaphore givenUp = new Semaphore(0);

  private final AtomicInteger putsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
  volatile long lastSequence;
  volatile UnitRoot signed = new UnitRoot(Bytes32.ZERO, -1);
  private final BigInteger agreementId;

  private final AtomicReference<NavigableMap<Integer, Slot>> marked =
      new AtomicReference<>(new TreeMap<>());
  private final AtomicLong marks = new AtomicLong();

  /// What else happens while somebody lists what stood at a mark.
  volatile Runnable onMarkedSlots = () -> {};

  record Slot(StoredName name, long leaves, Bytes32 root) {}

  FakeProvingStore(BigInteger agreementId, ObjectStore disk) {
    this.agreementId = agreementId;
    this.disk = disk;
  }

  void failAfterPuts(int puts) {
    putsUntilFailure.set(puts);
  }

  /// A piece as it lies on the disk.
  byte[] bytes(StoredName name) throws IOException {
    try (var in = disk.get(name, 0, disk.find(name).orElseThrow().bytes())) {
      return in.readAllBytes();
    }
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false, true, Long.MAX_VALUE);
  }

  @Override
  public Stored put(StoredName name, long length, InputStream body) throws IOException {
    requireUp();
    var bytes = body.readNBytes((int) length);
    if (keepsOthers && disk.find(name).isPresent()) {
      throw new StoreException(Reason.CONFLICT, "the piece is another one here");
    }
    if (putsUntilFailure.getAndDecrement() <= 0) {
      throw new StoreException(Reason.UNAVAILABLE, "the disk has failed");
    }
    var tree = new TreeBuilder(TreeShape.STANDARD).add(bytes).finish();
    if (has(name, tree.root())) {
      // What came once is taken again, whatever became of it on the disk.
      disk.delete(name);
    }
    disk.put(name, length, new ByteArrayInputStream(bytes));
    Receipt receipt;
    synchronized (slots) {
      var slot = slotOf(name);
      slots.put(slot, new Slot(name, tree.leaves(), tree.root()));
      receipt =
          new Receipt(
              agreementId,
              name.value(),
              slot,
              length,
              tree.leaves(),
              tree.root(),
              tree.shape().hash(),
              KEY.sign(tree.root()));
    }
    awaitRelease();
    return new Stored(name, length, Optional.of(receipt));
  }

  private boolean has(StoredName name, Bytes32 root) {
    synchronized (slots) {
      return slots.values().stream().anyMatch(s -> s.name.equals(name) && s.root.equals(root));
    }
  }

  private void awaitRelease() throws InterruptedIOException {
    var held = nextReceipt.getAndSet(null);
    if (held != null) {
      withheld.release();
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("nobody waits for this receipt any more");
      }
    }
  }

  @Override
  public Optional<Stored> find(StoredName name) throws IOException {
    requireUp();
    return disk.find(name);
  }

  @Override
  public InputStream get(StoredName name, long first, long length) throws IOException {
    requireUp();
    var stall = stalled;
    var piece = new Counted(disk.get(name, first, length));
    asked.addAndGet(length);
    return stall == null ? piece : new Stalled(piece, stall);
  }

  /// A piece whose bytes are counted as they are taken.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      taken.addAndGet(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      taken.addAndGet(Math.max(0, read));
      return read;
    }
  }

  /// A piece that comes when its provider goes on, unless nobody waits any more.
  private final class Stalled extends FilterInputStream {
    private final CountDownLatch stall;

    Stalled(InputStream in, CountDownLatch stall) {
      super(in);
      this.stall = stall;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        stall.await();
      } catch (InterruptedException e) {
        givenUp.release();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("nobody waits for this piece any more");
      }
      return super.read(target, offset, length);
    }
  }

  @Override
  public void delete(StoredName name) throws IOException {
    requireUp();
    disk.delete(name);
    synchronized (slots) {
      slots.values().removeIf(slot -> slot.name.equals(name));
    }
  }

  @Override
  public Listing list(Optional<StoredName> after, int limit) throws IOException {
    requireUp();
    return disk.list(after, limit);
  }

  @Override
  public Occupancy occupancy() throws IOException {
    requireUp();
    return disk.occupancy();
  }

  /// What the provider says that it found lost.
  final Set<StoredName> lost = ConcurrentHashMap.newKeySet();

  @Override
  public List<StoredName> lost() throws IOException {
    requireUp();
    return List.copyOf(lost);
  }

  @Override
  public Mark mark() throws IOException {
    requireUp();
    synchronized (slots) {
      marked.set(new TreeMap<>(slots));
      return new Mark(marks.incrementAndGet(), unit(marked.get()));
    }
  }

  @Override
  public Cosigned cosignMarked(long sequence, UnitRoot unit, Mark mark) throws IOException {
    return mark.version() == marks.get()
        ? cosign(sequence, unit, marked.get())
        : new Cosigned.Differs(unit(marked.get()));
  }

  @Override
  public List<OccupiedSlot> slots(Mark mark, long from, int limit) throws IOException {
    requireUp();
    var page = listed(marked.get(), from, limit);
    onMarkedSlots.run();
    return page;
  }

  @Override
  public Cosigned cosign(long sequence, UnitRoot unit) throws IOException {
    synchronized (slots) {
      return cosign(sequence, unit, slots);
    }
  }

  /// The tree of what is in the slots now.
  UnitRoot held() {
    synchronized (slots) {
      return unit(slots);
    }
  }

  private static UnitRoot unit(NavigableMap<Integer, Slot> pieces) {
    var tree = new UnitTree();
    pieces.forEach((slot, piece) -> tree.put(slot, piece.root, piece.leaves));
    return new UnitRoot(tree.root(), tree.leaves());
  }

  private Cosigned cosign(long sequence, UnitRoot unit, NavigableMap<Integer, Slot> pieces)
      throws IOException {
    requireUp();
    var ours = unit(pieces);
    if (signsNothing || !ours.equals(unit) || sequence <= lastSequence) {
      return new Cosigned.Differs(ours);
    }
    lastSequence = sequence;
    signed = unit;
    return new Cosigned.Agreed(KEY.sign(Bytes32.of(sequence)), KEY.sign(Bytes32.of(sequence)));
  }

  @Override
  public List<OccupiedSlot> slots(long from, int limit) throws IOException {
    requireUp();
    comparisons.incrementAndGet();
    synchronized (slots) {
      return listed(slots, from, limit);
    }
  }

  private static List<OccupiedSlot> listed(
      NavigableMap<Integer, Slot> pieces, long from, int limit) {
    var found = new ArrayList<OccupiedSlot>();
    pieces
        .tailMap((int) from)
        .forEach(
            (slot, piece) ->
                found.add(new OccupiedSlot(slot, piece.name, piece.leaves, piece.root)));
    return found.subList(0, Math.min(limit, found.size()));
  }

  @Override
  public void settle() {
    // Serves for free.
  }

  @Override
  public void close() {
    // The disk outlives the gateway.
  }

  private int slotOf(StoredName name) {
    for (var entry : slots.entrySet()) {
      if (entry.getValue().name.equals(name)) {
        return entry.getKey();
      }
    }
    var free = 0;
    while (slots.containsKey(free)) {
      free++;
    }
    return free;
  }

  private void requireUp() throws StoreException {
    if (down) {
      throw new StoreException(Reason.UNAVAILABLE, "the provider is switched off");
    }
  }
}
