package network.flashback.settlement.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import network.flashback.settlement.reputation.Reputation;
import network.flashback.settlement.reputation.ReputationForms;

/// Compares a reputation that somebody shows with the one that was computed here.
public final class ReputationVerifier {
  private ReputationVerifier() {}

  /// Compares what a platform says of a provider with what chain and epoch files say at the same
  /// block.
  ///
  /// @param claimed as the API shows it, or as this program prints it
  public static Verification compare(Reputation computed, JsonNode claimed) {
    var findings = new Findings();
    computed.open().forEach(findings::leavesOpen);
    new Comparison("the platform", Set.of(), findings)
        .compare("", shown(claimed), shown(ReputationForms.json(computed)));
    return findings.result();
  }

  // Points and what they stand for; the inputs are this side's own.
  private static ObjectNode shown(JsonNode reputation) {
    var node = new ObjectMapper().createObjectNode();
    for (String name : Set.of("points", "throughEpoch", "block", "blockHash", "table")) {
      if (reputation.has(name)) {
        node.set(name, reputation.get(name));
      }
    }
    var listings = node.putObject("listings");
    for (JsonNode listing : reputation.path("listings")) {
      var one =
          listings.putObject(
              "provider %s in market %s"
                  .formatted(listing.path("providerId").asText(), listing.path("market").asText()));
      one.set("points", listing.path("points"));
      one.set("days", listing.path("days"));
    }
    return node;
  }
}
