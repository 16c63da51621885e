package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// An SLA with its agreements, replaced ones included, in the order of opening.
///
/// @param changes the newest change of each agreement's rate
public record SlaView(
    Bytes32 id,
    SlaState state,
    Address consumer,
    int market,
    int dataShards,
    int legsAlive,
    BigInteger reserve,
    List<AgreementView> agreements,
    Map<AgreementId, RateChange.Newest> changes) {

  public SlaView {
    agreements = List.copyOf(agreements);
    changes = Map.copyOf(changes);
  }

  static SlaView of(Values values) {
    var ids = values.list("agreementIds", BigInteger.class);
    var views = values.list("agreements", Values.class);
    var newest = values.list("changes", Values.class);
    var agreements = new ArrayList<AgreementView>();
    var changes = new HashMap<AgreementId, RateChange.Newest>();
    for (int i = 0; i < ids.size(); i++) {
      var id = new AgreementId(ids.get(i));
      agreements.add(AgreementView.of(id, views.get(i)));
      changes.put(id, RateChange.Newest.of(newest.get(i)));
    }
    return new SlaView(
        values.word("slaId"),
        SlaState.ofChain(values.number("state")),
        values.address("consumer"),
        (int) values.number("market"),
        (int) values.number("dataShards"),
        (int) values.number("legsAlive"),
        values.integer("reserve"),
        agreements,
        changes);
  }

  /// The changes of running agreements that no settlement has reached over yet.
  public Map<AgreementId, RateChange.Newest> waiting() {
    var waiting = new HashMap<AgreementId, RateChange.Newest>();
    for (var agreement : live()) {
      var newest = changes.get(agreement.id());
      if (newest != null && newest.waits()) {
        waiting.put(agreement.id(), newest);
      }
    }
    return waiting;
  }

  /// The agreements under which bytes are kept now.
  public List<AgreementView> live() {
    return agreements.stream().filter(agreement -> agreement.state().isLive()).toList();
  }
}
