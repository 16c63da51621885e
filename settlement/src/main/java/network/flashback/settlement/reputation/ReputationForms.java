package network.flashback.settlement.reputation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.flashback.settlement.reputation.Reputation.Day;
import network.flashback.settlement.reputation.Reputation.Listing;

/// Reputations as JSON.
public final class ReputationForms {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReputationForms() {}

  /// The reputation and everything it was computed from. The first fields are those that a
  /// platform's API shows of it.
  public static ObjectNode json(Reputation reputation) {
    var node = JSON.createObjectNode();
    node.put("providerId", Long.toString(reputation.providerId()));
    node.put("owner", reputation.owner().toString());
    node.put("block", reputation.block());
    node.put("blockHash", reputation.blockHash().toString());
    node.put("throughEpoch", reputation.throughEpoch());
    node.put("table", reputation.table());
    node.put("points", reputation.points());
    var listings = node.putArray("listings");
    reputation.listings().forEach(listing -> listings.add(json(listing)));
    var days = node.putArray("days");
    reputation.days().forEach(day -> days.add(json(day)));
    var open = node.putArray("open");
    reputation.open().forEach(open::add);
    return node;
  }

  private static ObjectNode json(Listing listing) {
    var node = JSON.createObjectNode();
    node.put("providerId", Long.toString(listing.providerId()));
    node.put("market", listing.market());
    node.put("points", listing.points());
    node.put("days", listing.days());
    node.put("token", listing.token().toString());
    var fees = node.putArray("fees");
    for (var fee : listing.fees()) {
      var one = fees.addObject();
      one.put("payer", fee.payer().toString());
      one.put("amount", fee.amount().toString());
      var transactions = one.putArray("transactions");
      fee.transactions().stream().sorted().forEach(t -> transactions.add(t.toString()));
    }
    return node;
  }

  private static ObjectNode json(Day day) {
    var node = JSON.createObjectNode();
    node.put("providerId", Long.toString(day.providerId()));
    node.put("market", day.market());
    node.put("epoch", day.epoch());
    node.put("report", day.outcome().report().name());
    node.put("served", day.outcome().served().name());
    node.put("points", day.points());
    day.proof().ifPresent(hash -> node.put("proof", hash.toString()));
    day.root().ifPresent(hash -> node.put("root", hash.toString()));
    day.records().ifPresent(hash -> node.put("records", hash.toString()));
    return node;
  }
}
