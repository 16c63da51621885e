package network.flashback.gateway.repair;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.manifest.ManifestNames;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.metadata.Upkeep;
import network.flashback.gateway.metadata.Upkeep.MissingPiece;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.write.PiecePut;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoredName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts pieces that should be at a leg and are not: after a leg was replaced, a piece was found
/// corrupt, or a write went without a leg.
///
/// Sealing is deterministic, so a rebuilt piece has the very bytes of the lost one, and a put that
/// was interrupted is simply done again.
public final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final int AT_ONCE = 200;
  private static final Duration RECEIPT = Duration.ofSeconds(30);
  private static final Duration STALL = Duration.ofSeconds(10);

  private final Legs legs;
  private final Upkeep upkeep;
  private final Buckets buckets;
  private final ExtentReader extents;
  private final ManifestNames names;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param random for the names of new pieces
  public Repair(
      Legs legs,
      Upkeep upkeep,
      Buckets buckets,
      ExtentReader extents,
      ManifestNames names,
      SecureRandom random,
      InstantSource clock) {
    this.legs = legs;
    this.upkeep = upkeep;
    this.buckets = buckets;
    this.extents = extents;
    this.names = names;
    this.random = random;
    this.clock = clock;
  }

  /// Repairs what can be repaired now.
  ///
  /// @return pieces put
  public int round() {
    var done = 0;
    for (Sla sla : legs.slas()) {
      for (int shard = 0; shard < sla.legs().size(); shard++) {
        var leg = sla.legs().get(shard);
        var store = legs.store(leg).filter(open -> !open.suspect());
        if (leg.state() == State.LIVE && store.isPresent()) {
          done += repair(sla, shard, store.get());
        }
      }
    }
    return done;
  }

  /// Whether all that is stored under an SLA can be read without one of its agreements: enough of
  /// the others hold their pieces and answer. Who ends the agreement before loses data.
  public boolean canSpare(Sla sla, BigInteger agreement) {
    var others =
        sla.legs().stream()
            .filter(leg -> !leg.agreementId().equals(agreement))
            .filter(leg -> legs.store(leg).filter(open -> !open.suspect()).isPresent())
            .map(Leg::agreementId)
            .toList();
    return upkeep.isReadableFrom(sla.id(), others);
  }

  private int repair(Sla sla, int shard, LegStore leg) {
    var agreement = leg.leg().agreementId();
    var planned = AT_ONCE;
    while (planned == AT_ONCE) {
      planned =
          upkeep.planReplacements(
              sla.id(), shard, agreement, lost -> newName(sla, lost), AT_ONCE, clock.millis());
    }
    var done = 0;
    while (true) {
      var missing = upkeep.missing(agreement, AT_ONCE);
      for (MissingPiece piece : missing) {
        try {
          put(piece, leg);
          done++;
        } catch (IOException e) {
          LOG.warn(
              "piece {} of agreement {} cannot be repaired now: {}",
              piece.name(),
              agreement,
              e.getMessage());
          return done;
        }
      }
      if (missing.size() < AT_ONCE) {
        return done;
      }
    }
  }

  private void put(MissingPiece piece, LegStore leg) throws IOException {
    var bucket =
        Manifests.bucketNamed(piece.bucket())
            .or(() -> buckets.find(piece.bucket()))
            .orElseThrow(() -> new IOException("bucket " + piece.bucket() + " is gone"));
    var extent = extents.open(bucket, piece.extent());
    var layout = extent.extent().segments().get(piece.segment()).layout();
    var all = new SegmentLayout.FrameRange(0, layout.frameCount() - 1);
    var put = PiecePut.start(leg, piece.name(), layout.pieceLength());
    try (var blocks = extent.blocks(piece.segment(), all)) {
      for (int frame = 0; frame <= all.last() && !put.failed(); frame++) {
        put.feed(blocks.of(frame)[piece.shard()], STALL);
      }
      put.complete();
      if (!put.await(RECEIPT) || !put.succeeded()) {
        throw put.failure()
            .orElseGet(
                () ->
                    new StoreException(
                        StoreException.Reason.UNAVAILABLE, "the leg gave no receipt in time"));
      }
      upkeep.repaired(put.outcome(), clock.millis());
    } finally {
      put.cancel();
    }
  }

  /// Manifests are found by their names.
  private StoredName newName(Sla sla, StoredName lost) {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return names.renamed(sla.id(), lost, new StoredName(Bytes32.of(bytes)));
  }
}
