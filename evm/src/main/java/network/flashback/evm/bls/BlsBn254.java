package network.flashback.evm.bls;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// drand's scheme `bls-bn254-unchained-on-g1` (network evmnet): signatures in G1, public keys in
/// G2.
///
/// A round's message is the keccak-256 of its number in 8 bytes, its randomness the SHA-256 of its
/// signature.
public final class BlsBn254 {
  public static final String DOMAIN = "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_";
  public static final int PUBLIC_KEY_SIZE = 128;
  private static final HashToG1 HASH = new HashToG1(DOMAIN);

  private BlsBn254() {}

  /// A secret that signs rounds: of a test beacon. The real beacon's secret is shared among its
  /// members.
  public static final class Secret {
    private final BigInteger scalar;

    public Secret(BigInteger scalar) {
      if (scalar.signum() <= 0 || scalar.compareTo(G1.ORDER) >= 0) {
        throw new IllegalArgumentException("A BLS secret lies between 1 and the order of BN254.");
      }
      this.scalar = scalar;
    }

    /// The secret of the development beacon: known to everybody, good for nothing but tests.
    public static Secret ofDevelopmentBeacon() {
      return new Secret(Keccak256.hash("flashback development beacon").toInteger().mod(G1.ORDER));
    }

    /// 128 bytes in the order of EIP-197, as drand publishes keys and the contract takes them.
    public Bytes publicKey() {
      return G2.GENERATOR.times(scalar).toBytes();
    }

    /// The signature of a round: 64 bytes, x and y of a point of G1.
    public Bytes sign(long round) {
      return HASH.hash(message(round).toArray()).times(scalar).toBytes();
    }

    @Override
    public String toString() {
      return "BlsBn254.Secret";
    }
  }

  /// What the beacon signs for a round.
  public static Bytes32 message(long round) {
    if (round < 1) {
      throw new IllegalArgumentException("Rounds of drand count from 1, " + round + " is none.");
    }
    return Keccak256.hash(ByteBuffer.allocate(Long.BYTES).putLong(round).array());
  }

  /// The point that the message of a round hashes to.
  public static G1 point(long round) {
    return HASH.hash(message(round).toArray());
  }

  /// The randomness of a round, as drand publishes it beside the signature.
  public static Bytes32 randomness(Bytes signature) {
    G1.parse(signature);
    return Bytes32.of(Sha256.hash(signature.toArray()));
  }
}
