package network.flashback.settlement.quality;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.quality.QualityTarget;
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
/// @param promises that this reporter has of agreements it measured, by their ids: only those whose
///   hash the chain has, and none that is the usual target
public record Summary(
    long chainId,
    Address oracle,
    long epoch,
    Address reporter,
    Bytes32 recordsHash,
    List<AgreementSummary> agreements,
    SortedMap<AgreementId, QualityTarget> promises) {
  public Summary {
    agreements = List.copyOf(agreements);
    promises = Collections.unmodifiableSortedMap(new TreeMap<>(promises));
    var measured = new HashSet<AgreementId>();
    agreements.forEach(agreement -> measured.add(agreement.agreementId()));
    if (!measured.containsAll(promises.keySet()) || promises.containsValue(QualityTarget.usual())) {
      throw new IllegalArgumentException(
          "The summary of "
              + reporter
              + " tells a promise of an agreement that it did not measure, or that is the usual one.");
    }
    for (int i = 1; i < agreements.size(); i++) {
      if (agreements.get(i - 1).agreementId().compareTo(agreements.get(i).agreementId()) >= 0) {
        throw new IllegalArgumentException(
            "The summary of "
                + reporter
                + " does not list its agreements in ascending order, each once.");
      }
    }
  }

  /// One without any promise.
  public Summary(
      long chainId,
      Address oracle,
      long epoch,
      Address reporter,
      Bytes32 recordsHash,
      List<AgreementSummary> agreements) {
    this(chainId, oracle, epoch, reporter, recordsHash, agreements, new TreeMap<>());
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
