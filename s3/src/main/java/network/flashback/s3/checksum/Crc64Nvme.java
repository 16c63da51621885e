package network.flashback.s3.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME (NVM Command Set Specification 1.0, "64b CRC"), reflected, eight bytes a step
/// through eight tables.
public final class Crc64Nvme implements Checksum {
  /// The polynomial 0xAD93D23594C93659 with its bits reversed.
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final int STEP = Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] TABLES = tables();

  private long register = -1;

  @Override
  public void update(int b) {
    register = TABLES[0][(int) (register ^ b) & 0xff] ^ (register >>> 8);
  }

  @Override
  public void update(byte[] bytes, int from, int length) {
    long crc = register;
    int at = from;
    int end = from + length;
    for (; end - at >= STEP; at += STEP) {
      long x = crc ^ (long) LONGS.get(bytes, at);
      crc =
          TABLES[7][(int) x & 0xff]
              ^ TABLES[6][(int) (x >>> 8) & 0xff]
              ^ TABLES[5][(int) (x >>> 16) & 0xff]
              ^ TABLES[4][(int) (x >>> 24) & 0xff]
              ^ TABLES[3][(int) (x >>> 32) & 0xff]
              ^ TABLES[2][(int) (x >>> 40) & 0xff]
              ^ TABLES[1][(int) (x >>> 48) & 0xff]
              ^ TABLES[0][(int) (x >>> 56)];
    }
    for (; at < end; at++) {
      crc = TABLES[0][(int) (crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
    }
    register = crc;
  }

  @Override
  public long getValue() {
    return ~register;
  }

  @Override
  public void reset() {
    register = -1;
  }

  // TABLES[k][b] is the register after byte b and k zero bytes.
  private static long[][] tables() {
    var tables = new long[STEP][256];
    for (int b = 0; b < 256; b++) {
      long crc = b;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][b] = crc;
    }
    for (int k = 1; k < STEP; k++) {
      for (int b = 0; b < 256; b++) {
        long before = tables[k - 1][b];
        tables[k][b] = tables[0][(int) before & 0xff] ^ (before >>> 8);
      }
    }
    return tables;
  }
}
