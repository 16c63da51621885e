package network.flashback.settlement.dispute;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Bytes32;

/// What the chain holds of a dispute's evidence: hashes, in the events of its steps.
///
/// @param claim the claimant's
/// @param answer the defendant's; none before it answered
/// @param appeal the loser's of the first ruling; none before it appealed
public record EvidenceHashes(
    Optional<Bytes32> claim, Optional<Bytes32> answer, Optional<Bytes32> appeal) {
  /// Those of one dispute.
  public static EvidenceHashes of(Contracts contracts, BigInteger disputeId) {
    return new EvidenceHashes(
        newest(contracts, "DisputeOpened", disputeId),
        newest(contracts, "DisputeAnswered", disputeId),
        newest(contracts, "DisputeAppealed", disputeId));
  }

  /// Those that there are.
  public Set<Bytes32> all() {
    return Stream.of(claim, answer, appeal)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Bytes32> newest(Contracts contracts, String event, BigInteger id) {
    var arbitration = contracts.arbitration().contract();
    var topics = List.of(List.of(arbitration.abi().event(event).topic()), List.of(Bytes32.of(id)));
    var filter = new LogFilter(Set.of(arbitration.address()), topics);
    var found = new ArrayList<Bytes32>();
    for (var log : Openings.logs(contracts, filter, contracts.deployment().block())) {
      found.add(arbitration.read(log).orElseThrow().values().word("evidenceHash"));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }
}
