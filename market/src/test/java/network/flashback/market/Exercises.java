package network.flashback.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;

/// A request for each operation of the API that succeeds, in an order in which they do.
final class Exercises {
  private static final long GIB = 1L << 30;

  private final TestNetwork network;
  private final TestCallers callers;
  private final String owner;
  private final List<Exercise> all = new ArrayList<>();

  /// What earlier answers said, by the operation's name.
  private final Map<String, JsonNode> answers = new LinkedHashMap<>();

  /// What is sent for an operation.
  ///
  /// @param body empty for none
  record Request(String method, String path, String body, String token) {}

  /// Makes the request when its turn comes.
  @FunctionalInterface
  interface Making {
    Request request() throws Exception;
  }

  record Exercise(String operation, Making making) {}

  Exercises(TestNetwork network, TestCallers callers) throws Exception {
    this.network = network;
    this.callers = callers;
    this.owner = callers.signIn(network.key(3));
    market();
    disputes();
    sessions();
    organisations();
    webhooks();
    all.addAll(new CertificationExercises(network, callers).all());
    all.addAll(new RequestingExercises(network, callers).all());
    reading();
  }

  List<Exercise> all() {
    return all;
  }

  void answered(String operation, JsonNode answer) {
    answers.put(operation, answer);
  }

  private void market() {
    write("publishOffer", "/v1/offers", () -> JsonWriter.text(network.offer(0)));
    write(
        "publishProfile",
        "/v1/profiles",
        () -> object().put("document", TestNetwork.profile(0)).toString());
    write("design", "/v1/designs", () -> wishes().toString());
    write("quotePlan", "/v1/designs/quotes", () -> choice().toString());
    write("quote", "/v1/quotes", () -> quoteWishes().toString());
    write("openSla", "/v1/slas", () -> opening(answer("quote")).toString());
  }

  private void disputes() {
    see(
        "listDisputes",
        () -> {
          opensADispute(AgreementId.parse(answer("openSla").path("agreementIds").get(0).asText()));
          return "/v1/disputes";
        });
    see("dispute", () -> "/v1/disputes/1");
  }

  /// The consumer disputes the first epoch of an agreement, which is over then.
  private void opensADispute(AgreementId id) {
    network.commitRevision(id, 4);
    var orchestrator = network.contracts.orchestrator();
    var epoch = orchestrator.agreement(id).startEpoch();
    var now = network.chain.head().timestamp().getEpochSecond();
    network.rpc.call("evm_increaseTime", orchestrator.schedule().startOf(epoch + 2) + 1 - now);
    network.rpc.call("evm_mine");
    var arbitration = network.contracts.arbitration();
    var bond = network.contracts.token(arbitration.bondToken());
    var sender = network.sender(TestNetwork.CONSUMER);
    sender.send(bond.approve(arbitration.address(), arbitration.bond()));
    sender.send(arbitration.open(id, epoch, epoch, BigInteger.ONE, Bytes32.of(7)));
    network.market.catchUp();
  }

  private void sessions() {
    var wallet = network.key(4);
    write(
        "challenge",
        "/v1/sessions/challenge",
        () -> object().put("wallet", wallet.address().toString()).toString());
    write(
        "signIn",
        "/v1/sessions",
        () -> {
          var message = answer("challenge").path("message").asText();
          var signature = wallet.sign(new PersonalMessage(message).digest()).toString();
          return object()
              .put("message", message)
              .put("signature", signature)
              .put("bearer", true)
              .toString();
        });
    get("session", () -> "/v1/sessions/current", this::second);
    add(
        "signOut",
        () -> new Request("DELETE", "/v1/sessions/current", "", callers.signIn(network.key(4))));
  }

  private void organisations() {
    person("makeOrganisation", "POST", () -> "/v1/organisations", () -> "{\"name\":\"Exercised\"}");
    person("invite", "POST", () -> base() + "/invitations", () -> invitation(4, "AUDITOR"));
    get("listInvitations", () -> "/v1/invitations", this::second);
    add(
        "acceptInvitation",
        () ->
            new Request("POST", "/v1/invitations/" + organisation() + "/acceptance", "", second()));
    person(
        "changeRole",
        "PUT",
        () -> base() + "/members/" + network.key(4).address(),
        () -> "{\"role\":\"MEMBER\"}");
    person(
        "removeMember", "DELETE", () -> base() + "/members/" + network.key(4).address(), () -> "");
    add(
        "declineInvitation",
        () -> {
          callers.done("POST", base() + "/invitations", invitation(4, "MEMBER"), owner);
          return new Request("DELETE", "/v1/invitations/" + organisation(), "", second());
        });
    add(
        "leave",
        () -> {
          callers.join(organisation(), owner, network.key(4), second(), "ADMIN");
          return new Request("DELETE", base() + "/membership", "", second());
        });
    add(
        "withdrawInvitation",
        () -> {
          callers.done("POST", base() + "/invitations", invitation(5, "MEMBER"), owner);
          return new Request(
              "DELETE", base() + "/invitations/" + network.key(5).address(), "", owner);
        });
    person(
        "makeKey",
        "POST",
        () -> base() + "/keys",
        () -> "{\"name\":\"A program\",\"scopes\":[\"organisation:read\"]}");
    person(
        "revokeKey",
        "DELETE",
        () -> base() + "/keys/" + answer("makeKey").path("key").path("id").asText(),
        () -> "");
    get("listOrganisations", () -> "/v1/organisations", () -> owner);
    get("organisation", this::base, () -> owner);
    get("listMembers", () -> base() + "/members", () -> owner);
    get("listOpenInvitations", () -> base() + "/invitations", () -> owner);
    get("listKeys", () -> base() + "/keys", () -> owner);
    get("listAudit", () -> base() + "/audit", () -> owner);
  }

  private void webhooks() {
    person(
        "makeWebhook",
        "POST",
        () -> base() + "/webhooks",
        () ->
            "{\"url\":\"https://receiver.example/hook\",\"types\":[\"agreement.opened\"],\"consumers\":[\"%s\"]}"
                .formatted(network.key(9).address()));
    get("listWebhooks", () -> base() + "/webhooks", () -> owner);
    get("listDeliveries", () -> webhook() + "/deliveries", () -> owner);
    person("rotateWebhook", "POST", () -> webhook() + "/rotation", () -> "");
    person("removeWebhook", "DELETE", this::webhook, () -> "");
  }

  private String webhook() {
    return base() + "/webhooks/" + answer("makeWebhook").path("webhook").path("id").asText();
  }

  /// Opens an SLA of the consumer.
  String opensAnSla() throws Exception {
    var quote = callers.done("POST", "/v1/quotes", quoteWishes().toString(), "");
    return callers.done("POST", "/v1/slas", opening(quote).toString(), "").path("slaId").asText();
  }

  private void reading() {
    see("streamEvents", () -> "/v1/events?types=agreement.opened,agreement.settled");
    see("listOffers", () -> "/v1/offers");
    see(
        "promise",
        () -> "/.well-known/flashback/promises/" + CanonicalJson.hash(TestNetwork.QUALITY));
    see("offer", () -> "/v1/offers/" + answer("publishOffer").path("hash").asText());
    see("listProviders", () -> "/v1/providers");
    see("provider", () -> "/v1/providers/1");
    see("providerQuality", () -> "/v1/providers/1/quality");
    see("listCertificates", () -> "/v1/certificates");
    see("frozenQuote", () -> "/v1/quotes/" + answer("quote").path("quoteHash").asText());
    see(
        "quoteInputs",
        () ->
            "/v1/quotes/"
                + answer("quotePlan").path("quotes").get(0).path("quoteHash").asText()
                + "/inputs");
    see("listSlas", () -> "/v1/slas");
    see("sla", () -> "/v1/slas/" + answer("openSla").path("slaId").asText());
    see(
        "agreement",
        () -> "/v1/agreements/" + answer("openSla").path("agreementIds").get(0).asText());
    see("listEpochs", () -> "/v1/epochs");
    see("statement", () -> "/v1/statements/" + TestNetwork.SLA_WITH_STATEMENT);
    see("network", () -> "/v1/network");
  }

  /// A text that is found out late.
  @FunctionalInterface
  private interface Late {
    String text() throws Exception;
  }

  private void add(String operation, Making making) {
    all.add(new Exercise(operation, making));
  }

  private void see(String operation, Late path) {
    get(operation, path, () -> "");
  }

  private void get(String operation, Late path, Late token) {
    add(operation, () -> new Request("GET", path.text(), "", token.text()));
  }

  private void write(String operation, String path, Late body) {
    add(operation, () -> new Request("POST", path, body.text(), ""));
  }

  private void person(String operation, String method, Late path, Late body) {
    add(operation, () -> new Request(method, path.text(), body.text(), owner));
  }

  private JsonNode answer(String operation) {
    return Objects.requireNonNull(answers.get(operation), operation);
  }

  private String second() {
    return answer("signIn").path("token").asText();
  }

  private String organisation() {
    return answer("makeOrganisation").path("id").asText();
  }

  private String base() {
    return "/v1/organisations/" + organisation();
  }

  private String invitation(int wallet, String role) {
    return object()
        .put("wallet", network.key(wallet).address().toString())
        .put("role", role)
        .toString();
  }

  private ObjectNode choice() {
    var total = new BigInteger(answer("design").path("plans").get(0).path("total").asText());
    var choice = object();
    choice
        .put("consumer", consumer())
        .put("plan", "CHEAPEST")
        .put("atMost", total.multiply(BigInteger.TWO).toString())
        .set("design", wishes());
    return choice;
  }

  private static ObjectNode wishes() {
    var wishes = stored();
    wishes.putObject("mix").put("fast", 100).put("decentralized", 0).put("archive", 0);
    return wishes;
  }

  private ObjectNode quoteWishes() {
    return stored().put("consumer", consumer()).put("class", "FAST");
  }

  private static ObjectNode stored() {
    var wishes = object();
    wishes
        .put("volumeBytes", Long.toString(GIB))
        .put("durationSeconds", 3_600)
        .put("egressBytes", Long.toString(GIB))
        .put("budget", "100000000");
    wishes.putObject("redundancy").put("data", 2).put("total", 3);
    return wishes;
  }

  private ObjectNode opening(JsonNode quote) {
    var message = quote.path("authorization").path("message");
    var token = network.contracts.token(Address.parse(quote.path("token").asText()));
    var digest =
        PaymentAuthorization.typedData(
                token.domain(),
                Address.parse(message.path("from").asText()),
                Address.parse(message.path("to").asText()),
                new BigInteger(message.path("value").asText()),
                message.path("validAfter").asLong(),
                message.path("validBefore").asLong(),
                Bytes32.fromHex(message.path("nonce").asText()))
            .digest();
    var signature = network.key(TestNetwork.CONSUMER).sign(digest).toBytes().toString();
    return object()
        .put("quoteHash", quote.path("quoteHash").asText())
        .put("validAfter", message.path("validAfter").asText())
        .put("validBefore", message.path("validBefore").asText())
        .put("signature", signature);
  }

  private String consumer() {
    return network.key(TestNetwork.CONSUMER).address().toString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
