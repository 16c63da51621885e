package network.flashback.settlement.quality;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What one reporter measured in one epoch. Its canonical JSON ([SummaryJson]) is what is signed.
///
/// @param oracle the QualityOracle it is meant for, so that it counts nowhere else
/// @param recordsHash keccak-256 of the raw records it was computed from
/// @param agreements in ascending order of their ids
public record Summary(
    long chainId,
    Address oracle,
    long epoch,
    Address reporter,
    Bytes32 recordsHash,
    List<AgreementSummary> agreements) {
  public Summary {
    agreements = List.copyOf(agreements);
    for (int i = 1; i < agreements.size(); i++) {
      if (agreements.get(i - 1).agreementId().compareTo(agreements.get(i).agreementId()) >= 0) {
        throw new IllegalArgumentException(
            "The summary of "
                + reporter
                + " does not list its agreements in ascending order, each once.");
      }
    }
  }

  public Signed sign(Wallet reporter) {
    return new Signed(this, reporter.sign(digest()));
  }

  private Bytes32 digest() {
    return new PersonalMessage("flashback summary " + SummaryJson.bytes(this).keccak256()).digest();
  }

  /// A summary and its reporter's signature.
  public record Signed(Summary summary, Signature signature) {
    public boolean isGenuine() {
      return signature.isBy(summary.reporter(), summary.digest());
    }
  }
}
