package network.flashback.settlement.dispute;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;

/// What one side keeps of an agreement.
///
/// @param revision the newest that both signed
public record Records(Optional<SignedRevision> revision, Egress egress) {
  /// Nothing kept, which is evidence too.
  public static final Records NONE =
      new Records(Optional.empty(), new Egress(0, BigInteger.ZERO, 0, Optional.empty()));

  /// A state of the bytes that both sides signed (EIP-712, domain of the PossessionVerifier).
  ///
  /// @param treeHash of the pieces
  public record SignedRevision(
      Bytes32 root,
      long leaves,
      long sequence,
      TreeHash treeHash,
      Signature consumer,
      Signature provider) {}

  /// Bytes served, and what the consumer promised for them.
  ///
  /// @param servedBytes that this side counted since the agreement opened
  /// @param promised by the newest voucher, token units since the agreement opened
  /// @param promisedBytes what that voucher says it pays for
  /// @param voucher its signature (EIP-712, domain of the Orchestrator), where this side has it
  public record Egress(
      long servedBytes, BigInteger promised, long promisedBytes, Optional<Signature> voucher) {}
}
