package network.flashback.settlement.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.chain.Block;
import network.flashback.chain.contract.Contracts;

/// Rebuilds the register from the chain, and compares it with what a platform lists.
public final class RegisterVerifier {
  private final Contracts contracts;

  public RegisterVerifier(Contracts contracts) {
    this.contracts = contracts;
  }

  /// The register at a block, by the members' ids: who they are, where they stand, what they paid
  /// and staked, who certified them.
  public Map<Long, ObjectNode> register(Block at) {
    return RegisterReader.read(contracts, at);
  }

  /// Compares a platform's members with the register. Reputations are not part of it: they are
  /// verified one by one ([ReputationVerifier]).
  ///
  /// @param listed the platform's members, as its API shows each of them
  public static Verification compare(Map<Long, ObjectNode> register, Iterable<JsonNode> listed) {
    var findings = new Findings();
    var claimed = new TreeMap<Long, JsonNode>();
    for (JsonNode member : listed) {
      long id = member.path("id").asLong();
      if (claimed.put(id, member) != null) {
        findings.differs("member %d: the platform lists it twice.".formatted(id));
      }
    }
    var comparison = new Comparison("the platform", Set.of("reputation"), findings);
    register.forEach(
        (id, member) -> {
          JsonNode theirs = claimed.remove(id);
          if (theirs == null) {
            findings.differs("member %d: the platform does not list it.".formatted(id));
          } else {
            comparison.compare("member " + id, theirs, member);
          }
        });
    claimed
        .keySet()
        .forEach(id -> findings.differs("member %d: the chain has no such member.".formatted(id)));
    return findings.result();
  }
}
