package network.flashback.settlement.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import network.flashback.chain.Contract.Emitted;
import network.flashback.evm.abi.Values;

/// The certificates of one member, from their events.
final class RegisterCertificates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCOPES = 4;

  /// One certificate.
  private record Issued(Values values, ArrayNode history) {
    String state() {
      return history.path(history.size() - 1).path("state").asText();
    }
  }

  private final ToLongFunction<Emitted> timeOf;
  private final long now;
  private final Map<Long, Issued> certificates = new TreeMap<>();
  // By scope: the one that was shown last.
  private final Map<Integer, Long> speaking = new HashMap<>();

  /// @param timeOf unix second of an event's block
  /// @param now unix second at which certificates have to be valid
  RegisterCertificates(ToLongFunction<Emitted> timeOf, long now) {
    this.timeOf = timeOf;
    this.now = now;
  }

  /// @param events of the member, in order; those about anything else are passed over
  void enter(List<Emitted> events) {
    for (Emitted emitted : events) {
      Values values = emitted.values();
      switch (emitted.event().name()) {
        case "CertificateIssued" -> {
          var issued = new Issued(values, JSON.createArrayNode());
          certificates.put(values.number("certificateId"), issued);
          change(issued, "ISSUED", emitted, "issuer", "evidenceHash");
        }
        case "CertificateChanged" -> {
          Issued issued = certificates.get(values.number("certificateId"));
          if (issued != null) {
            String state = RegisterReader.state(values.number("state"));
            change(issued, state, emitted, "by", "reasonHash");
          }
        }
        case "CertificateShown" -> show(values);
        default -> {
          // Says nothing of certificates.
        }
      }
    }
  }

  private void change(Issued issued, String state, Emitted emitted, String by, String reason) {
    issued
        .history()
        .addObject()
        .put("state", state)
        .put("at", timeOf.applyAsLong(emitted))
        .put("by", emitted.values().address(by).toString())
        .put("reasonHash", emitted.values().word(reason).toString())
        .put("transaction", emitted.log().transactionHash().toString());
  }

  private void show(Values values) {
    for (int scope = 0; scope < SCOPES; scope++) {
      if ((values.number("scopes") >> scope & 1) == 1) {
        speaking.put(scope, values.number("certificateId"));
      }
    }
  }

  /// Scopes in which valid certificates speak for the member.
  List<String> certified() {
    var certified = new TreeSet<String>();
    certificates.forEach(
        (id, issued) -> {
          if (isValid(issued)) {
            certified.addAll(RegisterReader.scopes(spoken(id)));
          }
        });
    return List.copyOf(certified);
  }

  /// The newest first.
  ArrayNode json(int limit) {
    var newest = new ArrayList<ObjectNode>();
    certificates.forEach((id, issued) -> newest.addFirst(json(id, issued)));
    var list = JSON.createArrayNode();
    newest.stream().limit(limit).forEach(list::add);
    return list;
  }

  private ObjectNode json(long id, Issued issued) {
    Values values = issued.values();
    var node = JSON.createObjectNode();
    node.put("id", id);
    node.put("providerId", values.number("id"));
    node.set("scopes", JSON.valueToTree(RegisterReader.scopes(values.number("scopes"))));
    node.set("speaksFor", JSON.valueToTree(RegisterReader.scopes(spoken(id))));
    node.put("state", issued.state());
    node.put("valid", isValid(issued));
    node.put("validFrom", values.number("validFrom"));
    node.put("validUntil", values.number("validUntil"));
    node.put("issuer", values.address("issuer").toString());
    node.put("evidenceHash", values.word("evidenceHash").toString());
    node.set("history", issued.history());
    return node;
  }

  private long spoken(long id) {
    long mask = 0;
    for (int scope = 0; scope < SCOPES; scope++) {
      if (speaking.getOrDefault(scope, 0L) == id) {
        mask |= 1L << scope;
      }
    }
    return mask;
  }

  private boolean isValid(Issued issued) {
    return issued.state().equals("ISSUED")
        && issued.values().number("validFrom") <= now
        && now < issued.values().number("validUntil");
  }
}
