package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoredName;

/// A run of bytes that was sent in one request, and where its pieces are.
///
/// @param wrappedKey its key, wrapped by its bucket's; none where it is not sealed
/// @param segments in order
public record Extent(
    UUID id,
    String bucket,
    Bytes32 slaId,
    Bytes wrappedKey,
    Layout layout,
    long size,
    List<Segment> segments) {
  /// Keeps its own copy.
  public Extent {
    segments = List.copyOf(segments);
  }

  /// This with its segments.
  Extent with(List<Segment> found) {
    return new Extent(id, bucket, slaId, wrappedKey, layout, size, found);
  }

  /// Up to 64 MiB of an extent.
  ///
  /// @param layout how it lies in its pieces
  /// @param pieces those with a receipt, any order
  public record Segment(int position, SegmentLayout layout, List<Piece> pieces) {
    /// Keeps its own copy.
    public Segment {
      pieces = List.copyOf(pieces);
    }

    /// Bytes of the extent that it holds.
    public long plainBytes() {
      return layout.plainBytes();
    }

    /// How many pieces there are, and how many of them bring it back.
    public Redundancy redundancy() {
      return layout.redundancy();
    }
  }

  /// One piece at one leg.
  ///
  /// @param sums CRC32C of each of its frames, four bytes each, where it is native and written
  public record Piece(StoredName name, int shard, BigInteger agreementId, Bytes sums) {
    /// One that is sealed, or not written yet.
    public Piece(StoredName name, int shard, BigInteger agreementId) {
      this(name, shard, agreementId, Bytes.EMPTY);
    }
  }
}
