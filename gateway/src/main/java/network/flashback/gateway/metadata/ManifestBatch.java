package network.flashback.gateway.metadata;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.ManifestEntities.Entity;
import network.flashback.gateway.metadata.ManifestEntities.State;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The manifests of one moment, being written.
///
/// A number is never lower than the millisecond in which it was given: key and nonces follow from
/// it, and it must be another one even when this database is older than what lies at the legs.
final class ManifestBatch {
  private static final UUID NOBODY = new UUID(0, 0);

  /// What one manifest costs besides its body, for the rule when a snapshot is due.
  private static final long MANIFEST_COST_BYTES = 1024;

  /// Plain JSON after which a manifest ends and the next begins.
  private static final int BODY_CHARS = 8 << 20;

  private final Bytes32 slaId;
  private final Redundancy copies;
  private final Manifests.Form form;
  private final long now;
  private final long base;
  long sequence;
  long next;
  long bytes;
  int made;

  ManifestBatch(
      Bytes32 slaId,
      Redundancy copies,
      Manifests.Form form,
      long now,
      Manifests.Log log,
      long base) {
    this.slaId = slaId;
    this.copies = copies;
    this.form = form;
    this.now = now;
    this.base = base;
    this.sequence = log.sequence();
    // Also with an older copy of the database, or a new one, no number is used again.
    this.next = Math.max(log.next(), now);
  }

  void write(Handle handle, Set<Entity> changed) {
    var legs = form.pieces(slaId, next, 0);
    var all = new HashSet<>(changed);
    legs.forEach(leg -> all.add(Entity.ofAgreement(leg.agreementId())));
    var states = new ArrayList<State>();
    var chars = 0L;
    for (State state : ManifestEntities.statesOf(handle, slaId, all)) {
      if (chars > BODY_CHARS) {
        add(handle, states, false);
        states.clear();
        chars = 0;
      }
      states.add(state);
      chars += state.rows().length();
    }
    add(handle, states, true);
  }

  private void add(Handle handle, List<State> states, boolean closes) {
    var number = next;
    var body = form.body(slaId, new Manifests.Header(number, sequence, base, closes, now), states);
    var extent = form.extent(slaId, number);
    var segment =
        new Extent.Segment(
            0, new SegmentLayout(copies, body.length), form.pieces(slaId, number, body.length));
    insertExtent(handle, slaId, extent, segment, "kept", "intended", now);
    insertManifest(handle, slaId, extent, number, base, body, now);
    sequence = number;
    next = number + 1;
    bytes += body.length + MANIFEST_COST_BYTES;
    made++;
  }

  static void insertManifest(
      Handle handle,
      Bytes32 slaId,
      UUID extent,
      long sequence,
      long base,
      byte @Nullable [] body,
      long now) {
    handle
        .createUpdate(
            "INSERT INTO manifests (extent, sla_id, sequence, base, body, made_at)"
                + " VALUES (:extent, :sla, :sequence, :base, :body, :now)")
        .bind("extent", extent)
        .bind("sla", slaId.toArray())
        .bind("sequence", sequence)
        .bind("base", base)
        .bindByType("body", body, byte[].class)
        .bind("now", now)
        .execute();
  }

  static void insertExtent(
      Handle handle,
      Bytes32 slaId,
      UUID extent,
      Extent.Segment segment,
      String state,
      String pieceState,
      long now) {
    handle
        .createUpdate(
            "INSERT INTO extents (id, bucket, sla_id, wrapped_key, size_bytes, state, writer, changed_at)"
                + " VALUES (:id, :bucket, :sla, :key, :size, :state, :writer, :at)")
        .bind("id", extent)
        .bind("bucket", Manifests.bucketOf(slaId).name())
        .bind("sla", slaId.toArray())
        .bind("key", new byte[0])
        .bind("size", segment.plainBytes())
        .bind("state", state)
        .bind("writer", NOBODY)
        .bind("at", now)
        .execute();
    Extents.insertSegment(handle, extent, segment, pieceState);
  }
}
