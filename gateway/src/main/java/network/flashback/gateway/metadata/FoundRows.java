package network.flashback.gateway.metadata;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.Lookups.Asked;
import network.flashback.gateway.metadata.Lookups.Found;
import network.flashback.providers.StoredName;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.ChecksumType;
import org.jspecify.annotations.Nullable;

/// The rows of one question of a lookup, copied as they came: one a piece, with all else the same.
/// They are understood by the thread that asked, beside those of others.
final class FoundRows implements Supplier<Found> {
  private final Asked asked;
  private final Database database;
  private boolean begun;
  private @Nullable BucketRow bucket;
  private @Nullable VersionRow version;
  private @Nullable ExtentRow extent;
  private final List<PieceRow> pieces = new ArrayList<>(1);

  /// @param database for the parts of an object that was sent in several
  FoundRows(Asked asked, Database database) {
    this.asked = asked;
    this.database = database;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record BucketRow(
      byte[] sla, byte[] consumer, byte[] wrappedKey, long createdAt, String settings) {
    /// Columns 2 to 6.
    static @Nullable BucketRow of(ResultSet row) throws SQLException {
      byte @Nullable [] sla = row.getBytes(2);
      return sla == null
          ? null
          : new BucketRow(sla, row.getBytes(3), row.getBytes(4), row.getLong(5), row.getString(6));
    }

    Bucket bucket(String name) {
      return new Bucket(
          name,
          Bytes32.of(sla),
          Address.of(consumer),
          Bytes.of(wrappedKey),
          Instant.ofEpochMilli(createdAt),
          BucketSettings.ofJson(settings));
    }
  }

  private record VersionRow(
      String version,
      boolean marker,
      boolean latest,
      String etag,
      long size,
      String headers,
      String marks,
      @Nullable String algorithm,
      @Nullable String type,
      @Nullable String sum,
      long modifiedAt) {
    /// Columns 7 to 17.
    static @Nullable VersionRow of(ResultSet row) throws SQLException {
      @Nullable String version = row.getString(7);
      return version == null
          ? null
          : new VersionRow(
              version,
              row.getBoolean(8),
              row.getBoolean(9),
              row.getString(10),
              row.getLong(11),
              row.getString(12),
              row.getString(13),
              row.getString(14),
              row.getString(15),
              row.getString(16),
              row.getLong(17));
    }

    StoredObject object(String bucket, String key, List<StoredObject.Part> parts) {
      return new StoredObject(
          bucket,
          key,
          version,
          marker,
          latest,
          new ETag(etag),
          size,
          ObjectHeaders.ofJson(headers),
          ObjectMarks.ofJson(marks),
          checksum(),
          Instant.ofEpochMilli(modifiedAt),
          parts);
    }

    private Optional<Checksum> checksum() {
      return algorithm == null || type == null || sum == null
          ? Optional.empty()
          : Optional.of(
              new Checksum(ChecksumAlgorithm.valueOf(algorithm), ChecksumType.valueOf(type), sum));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record ExtentRow(
      UUID id,
      @Nullable String partSum,
      @Nullable String bucket,
      byte[] sla,
      byte[] wrappedKey,
      @Nullable String layout,
      long size,
      long plainBytes,
      int dataShards,
      int totalShards) {
    /// Columns 18 to 27. An extent that is not empty has a first segment.
    static @Nullable ExtentRow of(ResultSet row) throws SQLException {
      @Nullable UUID id = row.getObject(18, UUID.class);
      return id == null
          ? null
          : new ExtentRow(
              id,
              row.getString(19),
              row.getString(20),
              row.getBytes(21),
              row.getBytes(22),
              row.getString(23),
              row.getLong(24),
              row.getLong(25),
              row.getInt(26),
              row.getInt(27));
    }

    Optional<Extent> extent(List<Extent.Piece> pieces) {
      if (bucket == null || totalShards == 0) {
        return Optional.empty();
      }
      var known = layout == null ? Layout.SEALED : Layout.of(layout).orElseThrow();
      var segment =
          new Extent.Segment(
              0,
              new SegmentLayout(known, Redundancy.of(dataShards, totalShards), plainBytes),
              pieces);
      return Optional.of(
          new Extent(
              id, bucket, Bytes32.of(sla), Bytes.of(wrappedKey), known, size, List.of(segment)));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record PieceRow(byte[] name, int shard, BigDecimal agreement, byte @Nullable [] sums) {
    /// Columns 28 to 31.
    static @Nullable PieceRow of(ResultSet row) throws SQLException {
      byte @Nullable [] name = row.getBytes(28);
      return name == null
          ? null
          : new PieceRow(name, row.getInt(29), row.getBigDecimal(30), row.getBytes(31));
    }

    Extent.Piece piece() {
      return new Extent.Piece(
          new StoredName(Bytes32.of(name)),
          shard,
          agreement.toBigIntegerExact(),
          sums == null ? Bytes.EMPTY : Bytes.of(sums));
    }
  }

  /// Copies what a row says.
  void add(ResultSet row) throws SQLException {
    if (!begun) {
      begun = true;
      bucket = BucketRow.of(row);
      version = VersionRow.of(row);
      extent = ExtentRow.of(row);
    }
    var piece = PieceRow.of(row);
    if (piece != null) {
      pieces.add(piece);
    }
  }

  @Override
  public Found get() {
    return new Found(
        Optional.ofNullable(bucket).map(row -> row.bucket(asked.bucket())),
        Optional.ofNullable(version).map(this::object),
        Optional.ofNullable(extent)
            .flatMap(row -> row.extent(pieces.stream().map(PieceRow::piece).toList())));
  }

  private StoredObject object(VersionRow row) {
    var key = asked.key().orElseThrow();
    if (row.size == 0) {
      return row.object(asked.bucket(), key, List.of());
    }
    var only = extent;
    if (only == null) {
      return row.object(
          asked.bucket(),
          key,
          database.read(handle -> ObjectRows.parts(handle, asked.bucket(), key, row.version)));
    }
    var part = new StoredObject.Part(0, only.id, row.size, Optional.ofNullable(only.partSum));
    return row.object(asked.bucket(), key, List.of(part));
  }
}
