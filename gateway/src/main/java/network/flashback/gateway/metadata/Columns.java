package network.flashback.gateway.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Layout;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoredName;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.ChecksumType;
import org.jspecify.annotations.Nullable;

/// How values lie in columns.
public final class Columns {
  private Columns() {}

  static byte[] key(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static String key(ResultSet row, String column) throws SQLException {
    return new String(row.getBytes(column), StandardCharsets.UTF_8);
  }

  static BigDecimal number(BigInteger value) {
    return new BigDecimal(value);
  }

  static BigInteger number(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }

  static Bytes32 word(ResultSet row, String column) throws SQLException {
    return Bytes32.of(row.getBytes(column));
  }

  static StoredName name(ResultSet row, String column) throws SQLException {
    return new StoredName(word(row, column));
  }

  /// Bytes that may not be there.
  static Bytes bytes(ResultSet row, String column) throws SQLException {
    byte @Nullable [] bytes = row.getBytes(column);
    return bytes == null ? Bytes.EMPTY : Bytes.of(bytes);
  }

  static Layout layout(ResultSet row) throws SQLException {
    @Nullable String word = row.getString("layout");
    return word == null ? Layout.SEALED : Layout.of(word).orElseThrow();
  }

  /// Rows from before there were others are sealed, and so are those of older manifests.
  static @Nullable String layout(Layout layout) {
    return layout == Layout.SEALED ? null : layout.word();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static Optional<Checksum> checksum(ResultSet row) throws SQLException {
    var algorithm = row.getString("checksum_algorithm");
    return algorithm == null
        ? Optional.empty()
        : Optional.of(
            new Checksum(
                ChecksumAlgorithm.valueOf(algorithm),
                ChecksumType.valueOf(row.getString("checksum_type")),
                row.getString("checksum_value")));
  }

  /// An extent's id as bytes, for what is authenticated with its key.
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
