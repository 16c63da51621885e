package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// Agreements paid with the chain's own coin: ICoinDesk.sol. Amounts are wei, and calls are for
/// anybody; what is sent too much comes back at once.
public record CoinDesk(Contract contract) {
  public Address address() {
    return contract.address();
  }

  /// The wrapped coin: the token of the markets that can be paid here.
  public Address coin() {
    return contract.call("coin").address(0);
  }

  /// What the consumer signs, in the Orchestrator's domain: the desk pays, what is unused is the
  /// consumer's.
  public Sponsorship sponsorship(Bytes32 slaId) {
    return new Sponsorship(slaId, address(), false);
  }

  /// Opens what the consumer signed.
  ///
  /// @param sent at least the SLA's total
  /// @param signature of the consumer over [#sponsorship]
  public Call openWithCoin(SlaTerms sla, List<SignedOffer> offers, Bytes signature, Wei sent) {
    return contract
        .callOf(
            "openWithCoin",
            sla.encode(),
            offers.stream().map(SignedOffer::encode).toList(),
            signature)
        .sending(sent);
  }

  /// More money for an agreement that is not over.
  ///
  /// @param sent at least both together
  public Call topUpWithCoin(AgreementId id, BigInteger deposit, BigInteger egressEscrow, Wei sent) {
    return contract.callOf("topUpWithCoin", id.value(), deposit, egressEscrow).sending(sent);
  }
}
