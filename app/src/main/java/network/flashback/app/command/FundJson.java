package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Proposal;
import network.flashback.chain.contract.Proposal.State;
import network.flashback.chain.contract.Token;

/// The community fund and its proposals for programs; amounts are in units of their token.
final class FundJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FundJson() {}

  static ObjectNode fund(Contracts contracts, List<Token> tokens) {
    var governance = contracts.governance();
    var node = JSON.createObjectNode();
    var held = node.putArray("holds");
    for (var token : tokens) {
      held.addObject()
          .put("token", token.address().toString())
          .put("symbol", token.symbol())
          .put("decimals", token.decimals())
          .put("amount", token.balanceOf(contracts.fund()).toString());
    }
    node.put("locked", governance.totalLocked().toString());
    node.put("quorum", governance.quorumNow().toString());
    node.put("toPropose", governance.threshold().toString());
    node.put("delaySeconds", governance.delaySeconds());
    node.put("periodSeconds", governance.periodSeconds());
    var proposals = node.putArray("proposals");
    for (var proposal : governance.proposals().reversed()) {
      proposals
          .addObject()
          .put("name", proposal.name().toString())
          .put("state", ProposalReport.word(governance.state(proposal)))
          .put("description", proposal.description());
    }
    return node;
  }

  static ObjectNode proposal(Contracts contracts, Proposal proposal) {
    var governance = contracts.governance();
    var state = governance.state(proposal);
    var node = JSON.createObjectNode();
    node.put("name", proposal.name().toString());
    node.put("description", proposal.description());
    node.put("proposer", proposal.proposer().toString());
    var orders = node.putArray("orders");
    proposal.orders().forEach(order -> orders.add(Orders.told(contracts, order)));
    node.put("state", ProposalReport.word(state));
    node.put("snapshotAt", proposal.snapshotAt());
    node.put("deadlineAt", proposal.deadlineAt());
    if (state != State.PENDING) {
      var tally = governance.tally(proposal);
      node.put("for", tally.inFavour().toString());
      node.put("against", tally.against().toString());
      node.put("abstaining", tally.abstaining().toString());
      node.put("present", tally.present().toString());
      node.put("quorum", governance.quorum(proposal).toString());
    }
    return node;
  }
}
