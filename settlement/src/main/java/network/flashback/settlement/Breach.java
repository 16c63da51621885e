package network.flashback.settlement;

import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// A missed promise of quality, and the proof that the epoch's root says so.
///
/// @param creditBps of the epoch's pay go back to the consumer
/// @param proof siblings in the tree of breaches, from the leaf upwards
public record Breach(AgreementId agreementId, int creditBps, List<Bytes32> proof) {
  public Breach {
    proof = List.copyOf(proof);
  }
}
