package network.flashback.evm.keystore;

/// How much work one guess of a passphrase costs (RFC 7914): memory is 128 * n * r bytes.
public record ScryptCost(int n, int r, int p) {
  /// The usual cost of wallets: about half a second and 256 MiB.
  public static final ScryptCost STANDARD = new ScryptCost(262_144, 8, 1);

  /// For passphrases that cannot be guessed anyway, as those in key files: a few milliseconds.
  public static final ScryptCost LIGHT = new ScryptCost(4_096, 8, 1);

  private static final long MEMORY_BYTES_MAX = 512L << 20;

  public ScryptCost {
    boolean powerOfTwo = n > 1 && Integer.bitCount(n) == 1;
    boolean defined = r > 1 || n < 65_536; // RFC 7914: n < 2^(128 * r / 8)
    if (!powerOfTwo || !defined || r < 1 || p < 1 || p > 16 || 128L * n * r > MEMORY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "Scrypt parameters n="
              + n
              + ", r="
              + r
              + ", p="
              + p
              + " are refused: n must be a power of two (below 65536 when r is 1), p at most 16, and 128*n*r at most 512 MiB.");
    }
  }
}
