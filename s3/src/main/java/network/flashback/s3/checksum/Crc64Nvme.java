package network.flashback.s3.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME (NVM Command Set Specification 1.0, "64b CRC"), reflected, sixteen bytes a step
/// through sixteen tables: 4 GB/s on one core, where eight bytes a step give 2.
public final class Crc64Nvme implements Checksum {
  /// The polynomial 0xAD93D23594C93659 with its bits reversed.
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final int STEP = 2 * Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] TABLES = tables();

  private long register = -1;

  /// The fastest way there is here: ISA-L's (30 GB/s on one core) where the system has it, else
  /// this one.
  public static Checksum fastest() {
    return IsalCrc64.create().orElseGet(Crc64Nvme::new);
  }

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
      long first = crc ^ (long) LONGS.get(bytes, at);
      long second = (long) LONGS.get(bytes, at + Long.BYTES);
      // The second half does not wait for what the first one becomes.
      crc = after(second, 0) ^ after(first, Long.BYTES);
    }
    for (; at < end; at++) {
      crc = TABLES[0][(int) (crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
    }
    register = crc;
  }

  /// The register after these eight bytes and `zeros` more.
  private static long after(long eight, int zeros) {
    return (TABLES[zeros + 7][(int) eight & 0xff] ^ TABLES[zeros + 6][(int) (eight >>> 8) & 0xff])
        ^ (TABLES[zeros + 5][(int) (eight >>> 16) & 0xff]
            ^ TABLES[zeros + 4][(int) (eight >>> 24) & 0xff])
        ^ ((TABLES[zeros + 3][(int) (eight >>> 32) & 0xff]
                ^ TABLES[zeros + 2][(int) (eight >>> 40) & 0xff])
            ^ (TABLES[zeros + 1][(int) (eight >>> 48) & 0xff]
                ^ TABLES[zeros][(int) (eight >>> 56)]));
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
