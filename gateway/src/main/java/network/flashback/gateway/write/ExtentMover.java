package network.flashback.gateway.write;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.Moves;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;

/// Moves extents from one SLA to another, which may cut and code them otherwise.
///
/// Every frame is opened or summed, and thereby verified, before it is put again, and each new
/// piece has a receipt for the root computed here. Sealing is deterministic and knows nothing of
/// pieces: the sealed frames stay the same.
public final class ExtentMover {
  private final Legs legs;
  private final ExtentReader reader;
  private final Moves moves;
  private final Acknowledgement usual;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param usual how many receipts a move waits for, unless the bucket says otherwise
  /// @param random for the names of pieces
  public ExtentMover(
      Legs legs,
      ExtentReader reader,
      Moves moves,
      Acknowledgement usual,
      SecureRandom random,
      InstantSource clock) {
    this.legs = legs;
    this.reader = reader;
    this.moves = moves;
    this.usual = usual;
    this.random = random;
    this.clock = clock;
  }

  /// Moves an extent, whole or not at all.
  ///
  /// @param job in which this counts as done
  /// @return false when it is needed no more, or is there already
  /// @throws StoreException when it cannot be read, or too few of the other legs take it
  public boolean move(UUID job, Bucket bucket, UUID id, Bytes32 to, Pace pace) throws IOException {
    var open = reader.open(bucket, id);
    var extent = open.extent();
    if (extent.slaId().equals(to)) {
      return false;
    }
    var sla = legs.sla(to).orElseThrow(() -> over(to));
    var level = bucket.settings().acknowledgement().flatMap(Acknowledgement::of).orElse(usual);
    if (!extent.layout().fits(sla.redundancy())) {
      throw new StoreException(
          Reason.UNSUPPORTED,
          "it lies as it is, in a native bucket, and SLA %s is %s, which cuts: name an SLA that mirrors, in a new job"
              .formatted(to, sla.redundancy()));
    }
    var placement = new Placement(legs, sla, level.receipts(sla.redundancy()));
    var arrived = false;
    try {
      var segments = new ArrayList<Extent.Segment>();
      var puts = new ArrayList<Extents.Put>();
      for (Extent.Segment old : extent.segments()) {
        var layout = new SegmentLayout(extent.layout(), sla.redundancy(), old.plainBytes());
        var segment = placement.segment(old.position(), layout, random);
        if (!moves.intend(job, id, segment)) {
          return false;
        }
        segments.add(segment);
        puts.addAll(rewrite(open, placement, segment, pace));
      }
      arrived = moves.arrive(job, to, extent, segments, puts, clock.millis());
      return arrived;
    } finally {
      if (!arrived) {
        moves.abandon(job);
      }
    }
  }

  private static List<Extents.Put> rewrite(
      ExtentReader.OpenExtent open, Placement placement, Extent.Segment segment, Pace pace)
      throws IOException {
    try (var bytes = new Paced(open.bytes(segment.position()), pace)) {
      var code = open.again(segment.position(), segment.layout());
      return placement.write(segment, code, bytes);
    }
  }

  private static StoreException over(Bytes32 sla) {
    return new StoreException(
        Reason.UNAVAILABLE, "SLA " + sla + " has ended: name one that runs, in a new job");
  }

  /// Bytes that come as fast as they may.
  private static final class Paced extends FilterInputStream {
    private final Pace pace;

    Paced(InputStream in, Pace pace) {
      super(in);
      this.pace = pace;
    }

    @Override
    public int read() throws IOException {
      pace.take(1);
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      var read = in.read(target, offset, length);
      pace.take(Math.max(0, read));
      return read;
    }
  }
}
