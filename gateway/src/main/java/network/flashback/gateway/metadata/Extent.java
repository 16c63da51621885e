package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoredName;

/// A run of bytes that was sent in one request, and where its pieces are.
///
/// @param wrappedKey its key, wrapped by its bucket's
/// @param segments in order
public record Extent(
    UUID id, String bucket, Bytes32 slaId, Bytes wrappedKey, long size, List<Segment> segments) {
  /// Keeps its own copy.
  public Extent {
    segments = List.copyOf(segments);
  }

  /// This with its segments.
  Extent with(List<Segment> found) {
    return new Extent(id, bucket, slaId, wrappedKey, size, found);
  }

  /// Up to 64 MiB of an extent.
  ///
  /// @param pieces those with a receipt, any order
  public record Segment(int position, long plainBytes, Redundancy redundancy, List<Piece> pieces) {
    /// Keeps its own copy.
    public Segment {
      pieces = List.copyOf(pieces);
    }

    /// How it lies in its pieces.
    public SegmentLayout layout() {
      return new SegmentLayout(redundancy, plainBytes);
    }
  }

  /// One piece at one leg.
  public record Piece(StoredName name, int shard, BigInteger agreementId) {}
}
