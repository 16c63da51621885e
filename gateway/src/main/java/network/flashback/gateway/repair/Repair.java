package network.flashback.gateway.repair;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
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
import network.flashback.gateway.write.Pace;
import network.flashback.gateway.write.PiecePut;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.StoredName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts pieces that should be at a leg and are not: after a leg was replaced, a piece was found
/// corrupt, or a write went without a leg.
///
/// Sealing is deterministic, so a rebuilt piece has the very bytes of the lost one, and a put that
/// was interrupted is simply done again. For the same reason a piece whose bytes its provider lost
/// comes under the name it had: the provider's tree has its place and its root already, so that the
/// audit that runs finds it again. One that the provider does not take back gets a new name.
public final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final int AT_ONCE = 20_000;
  private static final int PLANNED_AT_ONCE = 200;

  /// Segments that cannot be read cost a wait each; they are the last in line.
  private static final int UNREADABLE_MAX = 3;

  private static final Duration RECEIPT = Duration.ofSeconds(30);
  private static final Duration STALL = Duration.ofSeconds(10);

  private final Legs legs;
  private final Upkeep upkeep;
  private final Buckets buckets;
  private final ExtentReader extents;
  private final ManifestNames names;
  private final Pace pace;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param pace what rebuilding may use
  /// @param random for the names of new pieces
  public Repair(
      Legs legs,
      Upkeep upkeep,
      Buckets buckets,
      ExtentReader extents,
      ManifestNames names,
      Pace pace,
      SecureRandom random,
      InstantSource clock) {
    this.legs = legs;
    this.upkeep = upkeep;
    this.buckets = buckets;
    this.extents = extents;
    this.names = names;
    this.pace = pace;
    this.random = random;
    this.clock = clock;
  }

  /// Repairs what can be repaired now, what has the fewest pieces left first.
  ///
  /// @return pieces put
  public int round() {
    var usable = new HashMap<BigInteger, LegStore>();
    for (Sla sla : legs.slas()) {
      for (int shard = 0; shard < sla.legs().size(); shard++) {
        var leg = sla.legs().get(shard);
        var store = legs.store(leg).filter(open -> !open.suspect() && !open.unsigned());
        if (leg.state() == State.LIVE && store.isPresent()) {
          plan(sla, shard, leg.agreementId());
          usable.put(leg.agreementId(), store.get());
        }
      }
    }
    var done = 0;
    var unreadable = 0;
    while (!usable.isEmpty() && unreadable < UNREADABLE_MAX) {
      var missing = upkeep.missing(usable.keySet(), AT_ONCE);
      for (MissingPiece piece : missing) {
        var leg = usable.get(piece.agreementId());
        if (leg != null && unreadable < UNREADABLE_MAX) {
          switch (put(piece, leg)) {
            case PUT -> done++;
            case REFUSED -> usable.remove(piece.agreementId());
            case RENAMED -> {}
            case UNREADABLE -> unreadable++;
          }
        }
      }
      if (missing.size() < AT_ONCE) {
        break;
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

  private void plan(Sla sla, int shard, BigInteger agreement) {
    var planned = PLANNED_AT_ONCE;
    while (planned == PLANNED_AT_ONCE) {
      planned =
          upkeep.planReplacements(
              sla.id(),
              shard,
              agreement,
              lost -> newName(sla, lost),
              PLANNED_AT_ONCE,
              clock.millis());
    }
  }

  /// What became of a piece.
  private enum Outcome {
    PUT,
    /// Its leg does not take pieces now.
    REFUSED,
    /// Its segment cannot be read now.
    UNREADABLE,
    /// Its provider keeps something else under its name; the next round puts it under another.
    RENAMED
  }

  private Outcome put(MissingPiece piece, LegStore leg) {
    try {
      rebuild(piece, leg);
      return Outcome.PUT;
    } catch (Unhealed e) {
      LOG.warn(
          "piece {} of agreement {} is put under another name: {}",
          piece.name(),
          piece.agreementId(),
          e.getMessage());
      legs.slas().stream()
          .filter(sla -> legs.store(sla, piece.agreementId()).isPresent())
          .findFirst()
          .ifPresent(sla -> upkeep.replaceUnhealed(piece, newName(sla, piece.name())));
      return Outcome.RENAMED;
    } catch (Refused e) {
      LOG.warn(
          "piece {} of agreement {} cannot be put now: {}",
          piece.name(),
          piece.agreementId(),
          e.getMessage());
      return Outcome.REFUSED;
    } catch (IOException e) {
      LOG.warn(
          "piece {} of agreement {} cannot be rebuilt now: {}",
          piece.name(),
          piece.agreementId(),
          e.getMessage());
      return Outcome.UNREADABLE;
    }
  }

  /// The leg that a piece was to be put at has failed.
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  /// A provider does not take a piece back that it lost.
  private static final class Unhealed extends IOException {
    private static final long serialVersionUID = 1L;

    Unhealed(IOException why) {
      super(why.getMessage(), why);
    }
  }

  private void rebuild(MissingPiece piece, LegStore leg) throws IOException {
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
        pace.take(layout.plainLength(frame));
        put.feed(blocks.of(frame)[piece.shard()], STALL);
      }
      put.complete();
      if (!put.await(RECEIPT) || !put.succeeded()) {
        requireHealable(piece, put);
        throw new Refused(
            put.failure().map(IOException::getMessage).orElse("it gave no receipt in time"));
      }
      upkeep.repaired(put.outcome(blocks.sums()), clock.millis());
    } finally {
      put.cancel();
    }
  }

  private static void requireHealable(MissingPiece piece, PiecePut put) throws Unhealed {
    if (piece.heals()
        && put.failure().orElse(null) instanceof StoreException failure
        && (failure.reason() == Reason.CONFLICT || failure.reason() == Reason.CORRUPT)) {
      throw new Unhealed(failure);
    }
  }

  /// Manifests are found by their names.
  private StoredName newName(Sla sla, StoredName lost) {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return names.renamed(sla.id(), lost, new StoredName(Bytes32.of(bytes)));
  }
}
