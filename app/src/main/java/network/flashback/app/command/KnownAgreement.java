package network.flashback.app.command;

import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;

/// Agreements by the numbers that people type.
final class KnownAgreement {
  private KnownAgreement() {}

  /// @throws IllegalArgumentException when the chain has none of this number
  static AgreementView of(Contracts contracts, AgreementId id) {
    var view = contracts.orchestrator().agreement(id);
    if (view.state() == AgreementState.NONE) {
      throw new IllegalArgumentException(
          "There is no agreement %s on this chain. Check the number and which chain this is; 'flashback agreement show --provider ID' and 'flashback sla show ID' name those there are."
              .formatted(id));
    }
    return view;
  }
}
