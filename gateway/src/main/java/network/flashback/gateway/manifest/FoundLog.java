package network.flashback.gateway.manifest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeShape;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.ManifestEntities.State;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.metadata.Manifests.Header;
import network.flashback.gateway.metadata.RecoveredRows;
import network.flashback.gateway.metadata.RecoveredRows.FoundManifest;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.StoredName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The manifests of one SLA that its legs show, each copy read and verified.
final class FoundLog {
  private static final Logger LOG = LoggerFactory.getLogger(FoundLog.class);

  private final Sla sla;
  private final KeyRing keys;
  private final ManifestNames names;
  private final TreeMap<Long, List<Copy>> copies = new TreeMap<>();
  private final TreeMap<Long, ReadableCopy> readable = new TreeMap<>();
  private final List<String> silent = new ArrayList<>();
  private long pieces;

  /// A piece that says by its name that it is a copy of a manifest.
  private record Copy(
      LegStore leg, StoredName name, ManifestNames.Named named, Optional<OccupiedSlot> slot) {}

  /// A manifest of which at least one copy is what was sealed.
  private record ReadableCopy(Header header, int plainBytes, List<Copy> verified) {}

  private FoundLog(Sla sla, KeyRing keys, ManifestNames names) {
    this.sla = sla;
    this.keys = keys;
    this.names = names;
  }

  /// Lists and reads all legs that answer.
  static FoundLog read(Sla sla, Legs legs, KeyRing keys, ManifestNames names) {
    var found = new FoundLog(sla, keys, names);
    for (Leg leg : sla.legs()) {
      try {
        var store = legs.store(leg);
        if (store.isEmpty()) {
          throw new IOException("its agreement has ended");
        }
        var open = store.get();
        Inventory.of(open, (name, slot) -> found.add(open, name, slot));
      } catch (IOException e) {
        found.silent.add("provider %d: %s".formatted(leg.providerId(), e.getMessage()));
      }
    }
    found.copies.forEach(found::verify);
    return found;
  }

  /// Why legs could not be listed.
  List<String> silent() {
    return silent;
  }

  /// All pieces the legs show, manifests included.
  long pieces() {
    return pieces;
  }

  /// Manifests that some leg shows.
  int found() {
    return copies.size();
  }

  /// Copies of manifests the legs show.
  long copies() {
    return copies.values().stream().mapToLong(List::size).sum();
  }

  /// Manifests above a number.
  int newerThan(long sequence) {
    return copies.tailMap(sequence, false).size();
  }

  /// The highest number that was seen; 0 for none.
  long highest() {
    return copies.isEmpty() ? 0 : copies.lastKey();
  }

  /// The newest moment that is whole: its manifests, oldest first; empty when there is none.
  List<Header> newestWhole() {
    for (ReadableCopy last : readable.descendingMap().values()) {
      if (last.header.closes()) {
        var chain = chain(last.header);
        if (!chain.isEmpty()) {
          return chain;
        }
      }
    }
    return List.of();
  }

  /// Reads a manifest again and hands on its states.
  void states(Header header, Consumer<State> each) throws IOException {
    var manifest = readable.get(header.sequence());
    if (manifest == null) {
      throw new IOException("manifest " + header.sequence() + " was not read before");
    }
    IOException failure = new IOException("no copy of manifest " + header.sequence() + " is left");
    for (Copy copy : manifest.verified) {
      try {
        var states = new ArrayList<State>();
        var _ =
            ManifestForm.read(sla.id(), header.sequence(), open(copy, bytes(copy)), states::add);
        states.forEach(each);
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /// What the new database is to know of the manifests.
  List<FoundManifest> manifests(List<Header> needed) {
    var kept = needed.stream().map(Header::sequence).collect(Collectors.toSet());
    var all = new ArrayList<FoundManifest>();
    readable.forEach((sequence, manifest) -> all.add(manifest(manifest, kept.contains(sequence))));
    return all;
  }

  private FoundManifest manifest(ReadableCopy manifest, boolean needed) {
    var sequence = manifest.header.sequence();
    var pieces = new ArrayList<Extent.Piece>();
    var held = new ArrayList<RecoveredRows.Held>();
    for (Copy copy : manifest.verified) {
      pieces.add(new Extent.Piece(copy.name, copy.named.shard(), copy.leg.leg().agreementId()));
      held.add(new RecoveredRows.Held(copy.name, copy.slot));
    }
    for (int shard = 0; needed && shard < sla.legs().size(); shard++) {
      var at = shard;
      if (pieces.stream().noneMatch(piece -> piece.shard() == at)) {
        var named = new ManifestNames.Named(sequence, shard, manifest.plainBytes);
        pieces.add(
            new Extent.Piece(
                names.of(sla.id(), named), shard, sla.legs().get(shard).agreementId()));
      }
    }
    return new FoundManifest(
        names.extentOf(sla.id(), sequence),
        sequence,
        manifest.header.base(),
        needed,
        new Extent.Segment(
            0, new SegmentLayout(Redundancy.of(1, sla.legs().size()), manifest.plainBytes), pieces),
        held);
  }

  private List<Header> chain(Header last) {
    var chain = new ArrayDeque<Header>();
    var at = last;
    while (true) {
      chain.addFirst(at);
      if (at.previous() < last.base()) {
        return List.copyOf(chain);
      }
      var before = readable.get(at.previous());
      if (before == null) {
        return List.of();
      }
      at = before.header;
    }
  }

  private void add(LegStore leg, StoredName name, Optional<OccupiedSlot> slot) {
    pieces++;
    names
        .read(sla.id(), name)
        .ifPresent(
            named ->
                copies
                    .computeIfAbsent(named.sequence(), s -> new ArrayList<>())
                    .add(new Copy(leg, name, named, slot)));
  }

  private void verify(long sequence, List<Copy> all) {
    Map<Integer, List<Copy>> verified = new HashMap<>();
    var header = Optional.<Header>empty();
    for (Copy copy : all) {
      try {
        var sealed = bytes(copy);
        requireCommitted(copy, sealed);
        header =
            Optional.of(ManifestForm.read(sla.id(), sequence, open(copy, sealed), state -> {}));
        verified.computeIfAbsent(copy.named.plainBytes(), b -> new ArrayList<>()).add(copy);
      } catch (IOException e) {
        LOG.warn(
            "manifest {} at provider {} cannot be used: {}",
            sequence,
            copy.leg.leg().providerId(),
            e.getMessage());
      }
    }
    if (header.isPresent()) {
      var same = verified.values().iterator().next();
      readable.put(
          sequence, new ReadableCopy(header.get(), same.getFirst().named.plainBytes(), same));
    }
  }

  private static byte[] bytes(Copy copy) throws IOException {
    var length = layout(copy.named.plainBytes()).pieceLength();
    try (var in = copy.leg.store().get(copy.name, 0, length)) {
      return in.readNBytes(Math.toIntExact(length));
    }
  }

  /// The next revision is computed from these roots: none is taken on the provider's word.
  private static void requireCommitted(Copy copy, byte[] sealed) throws IOException {
    if (copy.slot.isPresent()) {
      var tree = new TreeBuilder(TreeShape.of(copy.leg.leg().treeHash())).add(sealed).finish();
      if (!tree.root().equals(copy.slot.get().root())
          || tree.leaves() != copy.slot.get().leaves()) {
        throw new IOException("the provider commits to other bytes than it serves");
      }
    }
  }

  private byte[] open(Copy copy, byte[] sealed) throws IOException {
    var layout = layout(copy.named.plainBytes());
    if (sealed.length != layout.pieceLength()) {
      throw new IOException(
          "it has %d bytes instead of %d".formatted(sealed.length, layout.pieceLength()));
    }
    var bucket = Manifests.bucketOf(sla.id());
    var extent = names.extentOf(sla.id(), copy.named.sequence());
    var key =
        keys.extentKey(
            keys.bucketKey(bucket.name(), bucket.wrappedKey()), Columns.bytes(extent), Bytes.EMPTY);
    var cipher = new FrameCipher(key, extent, 0, layout.frameCount() - 1);
    var plain = new byte[copy.named.plainBytes()];
    var frame = new byte[SegmentLayout.FRAME_BYTES + SegmentLayout.TAG_BYTES];
    var opened = new byte[SegmentLayout.FRAME_BYTES];
    for (int index = 0; index < layout.frameCount(); index++) {
      var span = layout.blocks(new SegmentLayout.FrameRange(index, index));
      System.arraycopy(sealed, (int) span.offset(), frame, 0, (int) span.length());
      if (!cipher.open(index, frame, 0, layout.sealedLength(index), opened)) {
        throw new IOException("its bytes are not those that were sealed under this root key");
      }
      System.arraycopy(
          opened, 0, plain, index * SegmentLayout.FRAME_BYTES, layout.plainLength(index));
    }
    return plain;
  }

  private static SegmentLayout layout(int plainBytes) {
    return new SegmentLayout(Redundancy.of(1, 1), plainBytes);
  }
}
