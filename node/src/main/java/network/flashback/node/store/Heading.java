package network.flashback.node.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// What stands before the bytes of a piece in a volume: whose they are, how many, and their CRC32C.
/// The journal says the same; with this a volume can be read without it.
///
/// @param bytes length of the piece
record Heading(AgreementId agreement, Bytes32 piece, long bytes) {
  /// Magic, CRC32C of the rest, CRC32C of the piece, length, agreement, piece id.
  static final int BYTES = 4 + 4 + 4 + 8 + 32 + 32;

  private static final int MAGIC = 0x46535031;
  private static final int CHECKED_FROM = 8;

  byte[] encode(int crc32c) {
    var head = ByteBuffer.allocate(BYTES);
    head.putInt(MAGIC).putInt(0).putInt(crc32c).putLong(bytes);
    head.put(Bytes32.of(agreement.value()).toArray()).put(piece.toArray());
    return head.putInt(4, checksum(head.array())).array();
  }

  /// Whether these bytes are this heading, undamaged.
  boolean isIn(byte[] head) {
    var fields = ByteBuffer.wrap(head);
    return fields.getInt(0) == MAGIC
        && fields.getInt(4) == checksum(head)
        && java.util.Arrays.equals(encode(fields.getInt(8)), head);
  }

  private static int checksum(byte[] head) {
    var crc = new CRC32C();
    crc.update(head, CHECKED_FROM, BYTES - CHECKED_FROM);
    return (int) crc.getValue();
  }
}
