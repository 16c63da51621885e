package network.flashback.chain.contract;

import java.util.List;
import network.flashback.chain.Contract;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// Views and pages: ILens.sol. Nothing trusts it.
public record Lens(Contract contract) {
  private static final int PAGE = 100;

  /// Members of the register from an id on, at most 100.
  public List<ProviderView> providers(long fromId) {
    return contract.call("providers", fromId, PAGE).list(0, Values.class).stream()
        .map(ProviderView::of)
        .toList();
  }

  public ProviderView provider(long id) {
    return ProviderView.of(contract.call("providers", id, 1).list(0, Values.class).getFirst());
  }

  public SlaView sla(Bytes32 slaId) {
    return SlaView.of(contract.call("sla", slaId).struct(0));
  }

  /// Many at once, in the same order.
  public List<SlaView> slas(List<Bytes32> slaIds) {
    return contract
        .callEach("sla", slaIds.stream().map(id -> List.<Object>of(id)).toList())
        .stream()
        .map(values -> SlaView.of(values.struct(0)))
        .toList();
  }
}
