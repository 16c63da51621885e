package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Leaves that consumers ask for beside the audits, and the bonds for it: ITargetedChallenges.sol.
/// Whoever asks needs an allowance of the agreement's token for this contract.
public record TargetedChallenges(Contract contract) {
  public Address address() {
    return contract.address();
  }

  /// Asks for a leaf, as the agreement's consumer.
  public Call open(AgreementId id, long leafIndex) {
    return contract.callOf("open", id.value(), leafIndex);
  }

  public Call answer(AgreementId id, PossessionTerms proof) {
    return contract.callOf("answer", id.value(), PossessionTerms.pack(List.of(proof)));
  }

  /// What was not answered in time breaches its agreement; anybody may.
  public Call close(AgreementId id) {
    return contract.callOf("close", id.value());
  }

  /// Sends what bonds left for an account.
  public Call claim(Address account, Address token) {
    return contract.callOf("claim", account, token);
  }

  /// What asking costs now, units of the agreement's token.
  public BigInteger bondOf(AgreementId id) {
    return contract.call("bondOf", id.value()).integer(0);
  }

  /// The open challenge of an agreement.
  public Optional<TargetedChallenge> challengeOf(AgreementId id) {
    var challenge = TargetedChallenge.of(id, contract.call("challengeOf", id.value()).struct(0));
    return challenge.root().equals(Bytes32.ZERO) ? Optional.empty() : Optional.of(challenge);
  }

  /// Agreements of a provider that have an open challenge, in no order.
  public List<AgreementId> openOf(long providerId) {
    return contract.call("openOf", providerId).list(0, BigInteger.class).stream()
        .map(AgreementId::new)
        .toList();
  }

  public BigInteger claimableOf(Address account, Address token) {
    return contract.call("claimableOf", account, token).integer(0);
  }
}
