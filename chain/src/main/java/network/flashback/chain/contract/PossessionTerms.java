package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Answer to one challenge as the contract takes it: `PossessionProof` of Types.sol.
///
/// @param leaf 256 bytes
/// @param piecePath siblings inside the piece, from the leaf upwards
/// @param pieceLeaves leaves of the piece
/// @param pieceIndex index of the leaf inside its piece
/// @param unitPath siblings of the piece inside the unit, upwards
/// @param unitPathLeaves leaf counts of those siblings
/// @param unitPathLeft bit i is set when sibling i stands on the left
public record PossessionTerms(
    Bytes leaf,
    List<Bytes32> piecePath,
    long pieceLeaves,
    long pieceIndex,
    List<Bytes32> unitPath,
    List<Long> unitPathLeaves,
    BigInteger unitPathLeft) {
  public PossessionTerms {
    piecePath = List.copyOf(piecePath);
    unitPath = List.copyOf(unitPath);
    unitPathLeaves = List.copyOf(unitPathLeaves);
  }

  List<Object> encode() {
    return List.of(
        leaf, piecePath, pieceLeaves, pieceIndex, unitPath, unitPathLeaves, unitPathLeft);
  }
}
