package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// An SLA with its agreements, replaced ones included, in the order of opening.
public record SlaView(
    Bytes32 id,
    SlaState state,
    Address consumer,
    int market,
    int dataShards,
    int legsAlive,
    BigInteger reserve,
    List<AgreementView> agreements) {

  public SlaView {
    agreements = List.copyOf(agreements);
  }

  static SlaView of(Values values) {
    var ids = values.list("agreementIds", BigInteger.class);
    var views = values.list("agreements", Values.class);
    var agreements = new ArrayList<AgreementView>();
    for (int i = 0; i < ids.size(); i++) {
      agreements.add(AgreementView.of(new AgreementId(ids.get(i)), views.get(i)));
    }
    return new SlaView(
        values.word("slaId"),
        SlaState.ofChain(values.number("state")),
        values.address("consumer"),
        (int) values.number("market"),
        (int) values.number("dataShards"),
        (int) values.number("legsAlive"),
        values.integer("reserve"),
        agreements);
  }

  /// The agreements under which bytes are kept now.
  public List<AgreementView> live() {
    return agreements.stream().filter(agreement -> agreement.state().isLive()).toList();
  }
}
