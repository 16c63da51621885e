package network.flashback.settlement.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Certificate;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// The register as the chain alone tells it at a block: what stands there now from the contracts'
/// views, what became of it from their events. In the form in which platforms show members, so that
/// both can be compared field by field.
final class RegisterReader {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;
  private static final int MARKET = 1;
  private static final int CERTIFICATES_MAX = 100;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS =
      List.of("DIRECT", "CLOUD", "DEPIN", "MIGRATION", "REPORTER", "ANALYTICS", "COMPLIANCE");
  private static final List<String> SCOPES =
      List.of("IDENTITY", "LEGAL_DOCUMENTS", "LOCATION", "MEASURED_QUALITY");
  private static final List<Registry.Status> STATUSES = List.of(Registry.Status.values());
  private static final Map<String, List<String>> EVENTS =
      Map.of(
          "Registry",
              List.of(
                  "Registered",
                  "Updated",
                  "StatusChanged",
                  "MemberSuspended",
                  "ExitBegun",
                  "Subscribed",
                  "CertificateIssued",
                  "CertificateChanged",
                  "CertificateShown"),
          "Orchestrator", List.of("EpochConfirmed", "MissPenalised", "OffersCancelled"));

  private final Contracts contracts;
  private final Block at;
  private final BlockTag tag;
  private final Map<Long, Long> times = new HashMap<>();
  private final Map<Long, List<Emitted>> events = new TreeMap<>();

  private RegisterReader(Contracts contracts, Block at) {
    this.contracts = contracts;
    this.at = at;
    this.tag = BlockTag.number(at.number());
  }

  /// All members at a block, by id.
  static Map<Long, ObjectNode> read(Contracts contracts, Block at) {
    var reader = new RegisterReader(contracts, at);
    reader.readEvents();
    var members = new TreeMap<Long, ObjectNode>();
    var token = contracts.orchestrator().market(MARKET).token();
    for (long id : reader.events.keySet()) {
      members.put(id, reader.member(id, token));
    }
    return members;
  }

  private void readEvents() {
    List<Contract> parties = EVENTS.keySet().stream().map(contracts::contract).toList();
    var topics = new ArrayList<Bytes32>();
    for (Contract party : parties) {
      EVENTS
          .getOrDefault(party.name(), List.of())
          .forEach(name -> topics.add(party.abi().event(name).topic()));
    }
    var filter =
        LogFilter.of(parties.stream().map(Contract::address).toArray(Address[]::new))
            .events(topics);
    for (long from = contracts.deployment().block(); from <= at.number(); from += BLOCKS_AT_ONCE) {
      long to = Math.min(at.number(), from + BLOCKS_AT_ONCE - 1);
      for (Log log : contracts.chain().logs(filter, from, to)) {
        parties.forEach(party -> party.read(log).ifPresent(this::enter));
      }
    }
  }

  private void enter(Emitted emitted) {
    Values values = emitted.values();
    long member =
        switch (emitted.event().name()) {
          case "MissPenalised" -> new AgreementId(values.integer("agreementId")).providerId();
          case "EpochConfirmed", "OffersCancelled" -> values.number("providerId");
          default -> values.number("id");
        };
    events.computeIfAbsent(member, id -> new ArrayList<>()).add(emitted);
  }

  private List<Emitted> of(long id, String name) {
    return events.getOrDefault(id, List.of()).stream()
        .filter(emitted -> emitted.event().name().equals(name))
        .toList();
  }

  private ObjectNode member(long id, Address token) {
    var registry = contracts.registry().contract();
    var node = JSON.createObjectNode();
    node.put("id", id);
    node.set(
        "kinds", JSON.valueToTree(named(registry.callAt(tag, "kindsOf", id).number(0), KINDS)));
    node.put("status", status(registry.callAt(tag, "statusOf", id).number(0)));
    for (String view : List.of("owner", "payout", "nodeKey")) {
      node.put(view, registry.callAt(tag, view + "Of", id).address(0).toString());
    }
    node.put("endpoint", registry.callAt(tag, "endpointOf", id).text(0));
    node.put("listed", registry.callAt(tag, "isListed", id).flag(0));
    long paidUntil = registry.callAt(tag, "paidUntilOf", id).number(0);
    if (paidUntil > 0) {
      node.put("paidUntil", paidUntil);
    }
    var certificates = new RegisterCertificates(this::time, at.timestamp().getEpochSecond());
    certificates.enter(events.getOrDefault(id, List.of()));
    node.set("certified", JSON.valueToTree(certificates.certified()));
    var stake = contracts.stakes().contract().callAt(tag, "stakeOf", id, token);
    node.put("freeStake", stake.integer(0).toString());
    node.put("committedStake", stake.integer(1).toString());
    node.put("confirmedEpochs", of(id, "EpochConfirmed").size());
    node.put("missedEpochs", of(id, "MissPenalised").size());
    node.put(
        "offerNonce",
        of(id, "OffersCancelled").stream()
            .mapToLong(emitted -> emitted.values().number("nonce"))
            .reduce(0, (before, after) -> after));
    node.put("registeredAt", time(of(id, "Registered").getFirst()));
    node.set("history", history(id));
    node.set("subscriptions", subscriptions(id));
    node.set("certificates", certificates.json(CERTIFICATES_MAX));
    return node;
  }

  private ArrayNode history(long id) {
    var history = JSON.createArrayNode();
    var detail = JSON.createObjectNode();
    for (Emitted emitted : events.getOrDefault(id, List.of())) {
      Values values = emitted.values();
      switch (emitted.event().name()) {
        // Told just before the status that it belongs to.
        case "MemberSuspended" ->
            detail
                .put("until", values.number("until"))
                .put("reasonHash", values.word("reasonHash").toString());
        case "ExitBegun" -> detail.put("until", values.number("completeFrom"));
        case "StatusChanged" -> {
          detail.put("status", status(values.number("status")));
          detail.put("at", time(emitted));
          detail.put("transaction", emitted.log().transactionHash().toString());
          history.add(detail);
          detail = JSON.createObjectNode();
        }
        default -> {
          // What it is, paid, and was certified for stands elsewhere.
        }
      }
    }
    return history;
  }

  private ArrayNode subscriptions(long id) {
    var subscriptions = JSON.createArrayNode();
    for (Emitted emitted : of(id, "Subscribed")) {
      Values values = emitted.values();
      subscriptions
          .addObject()
          .put("at", time(emitted))
          .put("token", values.address("token").toString())
          .put("payer", values.address("payer").toString())
          .put("amount", values.integer("amount").toString())
          .put("paidUntil", values.number("paidUntil"))
          .put("transaction", emitted.log().transactionHash().toString());
    }
    return subscriptions;
  }

  private long time(Emitted emitted) {
    long block = emitted.log().blockNumber();
    Long known = times.get(block);
    if (known == null) {
      known =
          contracts
              .chain()
              .block(BlockTag.number(block))
              .orElseThrow(() -> new IllegalStateException("The chain lost block " + block + "."))
              .timestamp()
              .getEpochSecond();
      times.put(block, known);
    }
    return known;
  }

  private static String status(long number) {
    return STATUSES.get(Math.toIntExact(number)).name();
  }

  static List<String> scopes(long mask) {
    return named(mask, SCOPES);
  }

  static String state(long number) {
    return Certificate.stateOf(number).name();
  }

  private static List<String> named(long mask, List<String> names) {
    return IntStream.range(0, names.size())
        .filter(bit -> (mask >> bit & 1) == 1)
        .mapToObj(names::get)
        .toList();
  }
}
