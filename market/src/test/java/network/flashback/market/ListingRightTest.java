package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Certificates;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Keccak256;
import network.flashback.market.json.JsonWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What buys a place in the listing, to the second and to the unit, with a real chain and a real
/// database: a subscription, a stake, and certificates where a vote demands them.
final class ListingRightTest {
  private static final int OWNER = 6;
  private static final BigInteger PRICE = BigInteger.valueOf(5_000_000);

  private TestNetwork network;
  private Registry registry;
  private Token dollar;
  private long provider;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork();
    registry = network.contracts.registry();
    dollar = network.contracts.token(network.contracts.deployment().address("TestDollar"));
    network
        .sender(0)
        .send(
            dollar.mint(network.key(OWNER).address(), PRICE.multiply(BigInteger.valueOf(100_000))));
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
  }

  @Test
  void aStakeListsAtTheThresholdAndNotOneUnitBelowAndAnUnstakeEndsIt() throws Exception {
    register();
    var threshold = registry.stakeThresholdOf(dollar.address());
    stake(threshold.subtract(BigInteger.ONE));
    assertThat(registry.isListed(provider)).isFalse();
    assertThat(refusal())
        .contains("not listed: its stake is below the threshold and no subscription is paid");

    stake(BigInteger.ONE);
    publish();
    var row = row();
    assertThat(row.path("standing").asText()).isEqualTo("listed by stake");
    assertThat(row.path("certified")).as("uncertified, and shown so").isEmpty();

    network
        .sender(OWNER)
        .send(
            network.contracts.stakes().requestUnstake(provider, dollar.address(), BigInteger.ONE));
    network.market.catchUp();
    assertThat(registry.isListed(provider)).isFalse();
    assertThat(listed()).isEmpty();
    assertThat(allRow().path("standing").asText())
        .isEqualTo("not listed: its stake is below the threshold and no subscription is paid");
  }

  @Test
  void aSubscriptionListsUntilItsLastSecondAndARenewalBringsTheOfferBack() throws Exception {
    ByVote.order(
        network, registry.contract().callOf("setSubscriptionPrice", dollar.address(), PRICE));
    register();
    subscribe();
    publish();
    assertThat(row().path("standing").asText()).isEqualTo("listed by subscription");

    long until = registry.paidUntilOf(provider);
    chainAt(until - 600);
    clockAt(until - 600);
    publish();
    clockAt(until - 1);
    assertThat(listed()).hasSize(1);
    // What was read a second ago may be shown; an hour away it is read again.
    clockAt(until - 3_600);
    assertThat(listed()).hasSize(1);
    clockAt(until);
    assertThat(listed()).isEmpty();
    assertThat(allRow().path("standing").asText())
        .isEqualTo("not listed: its stake is below the threshold and no subscription is paid");
    chainAt(until + 1);
    assertThat(registry.isListed(provider)).isFalse();

    subscribe();
    assertThat(registry.isListed(provider)).isTrue();
    clockAt(until + 5);
    assertThat(row().path("standing").asText()).isEqualTo("listed by subscription");
  }

  @Test
  void whereAVoteDemandsCertificatesOnlyAValidOneListsAndItIsSeen() throws Exception {
    ByVote.order(
        network,
        registry.contract().callOf("demandScopes", Registry.DIRECT, Certificates.IDENTITY));
    register();
    assertThat(registry.statusOf(provider)).isEqualTo(Registry.Status.APPLIED);
    stake(registry.stakeThresholdOf(dollar.address()));
    assertThat(refusal()).contains("not listed: its status is applied");

    try (var callers = new TestCallers(network.market.port())) {
      var certifier = new TestCertifier(network, callers);
      certifier.publishKey();
      network.providerIds.add(provider);
      int place = network.providerIds.size() - 1;
      var manifest = certifier.identity(place, Optional.empty());
      var token = callers.signIn(network.key(OWNER));
      callers.done(
          "POST", "/v1/applications", certifier.request(network.key(OWNER), manifest), token);
      callers.done(
          "POST",
          "/v1/applications/" + manifest.id() + "/documents",
          certifier.content(manifest.documents().getFirst()),
          token);
      assertThat(refusal()).as("applied is not certified").contains("its status is applied");

      long end = network.clock.instant().getEpochSecond() + 86_400;
      long certificate = certifier.issues(manifest, certifier.evidence(manifest), end);
      network.sender(OWNER).send(registry.activate(provider));
      publish();
      assertThat(row().path("certified").toString()).isEqualTo("[\"IDENTITY\"]");

      network
          .sender(TestCertifier.WALLET)
          .send(network.contracts.certificates().revoke(certificate, Keccak256.hash("forged")));
      network.market.catchUp();
      assertThat(registry.isListed(provider)).isFalse();
      assertThat(listed()).isEmpty();
      assertThat(allRow().path("standing").asText())
          .isEqualTo("not listed: no valid certificate of identity");
    }
  }

  private void register() {
    var owner = network.sender(OWNER);
    provider =
        registry.registeredId(
            owner.send(
                registry.register(
                    Registry.DIRECT,
                    owner.address(),
                    owner.address(),
                    Keccak256.hash("profile"),
                    "http://127.0.0.1:9109")));
    network.market.catchUp();
  }

  private void stake(BigInteger units) {
    var owner = network.sender(OWNER);
    owner.send(dollar.approve(network.contracts.stakes().address(), units));
    owner.send(network.contracts.stakes().stake(provider, dollar.address(), units));
    network.market.catchUp();
  }

  private void subscribe() {
    var owner = network.sender(OWNER);
    owner.send(dollar.approve(registry.contract().address(), PRICE));
    owner.send(registry.subscribe(provider, dollar.address(), 1, PRICE));
    network.market.catchUp();
  }

  private void publish() throws Exception {
    network.market.catchUp();
    var answer = network.post("/v1/offers", offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private String refusal() throws Exception {
    network.market.catchUp();
    var answer = network.post("/v1/offers", offer());
    assertThat(TestCallers.problem(answer)).isEqualTo("409 provider-not-listed");
    return TestNetwork.json(answer).path("detail").asText();
  }

  private String offer() {
    return JsonWriter.text(network.offerOf(provider, network.key(OWNER), "eu-pt"));
  }

  private List<JsonNode> listed() throws Exception {
    return rows("");
  }

  private List<JsonNode> rows(String query) throws Exception {
    var rows = new java.util.ArrayList<JsonNode>();
    network.getJson("/v1/offers?region=eu-pt" + query).path("offers").forEach(rows::add);
    return rows;
  }

  private JsonNode row() throws Exception {
    assertThat(listed()).hasSize(1);
    return listed().getFirst();
  }

  private JsonNode allRow() throws Exception {
    return rows("&status=ALL").getFirst();
  }

  private void chainAt(long unixSecond) {
    network.rpc.call("evm_setNextBlockTimestamp", unixSecond);
    network.rpc.call("evm_mine");
    network.market.catchUp();
  }

  private void clockAt(long unixSecond) {
    network.realTime();
    long now = network.clock.instant().getEpochSecond();
    network.clock.turn(Duration.ofSeconds(unixSecond - now));
    network.clock.stop();
  }
}
