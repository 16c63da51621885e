package network.flashback.market.certification;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// The hash by which sealed documents are known.
public final class Sha256 {
  private Sha256() {}

  public static Bytes32 of(Bytes content) {
    try {
      return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(content.toArray()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
