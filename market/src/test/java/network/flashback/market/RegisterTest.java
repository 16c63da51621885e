package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import network.flashback.chain.contract.Certificates;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The register as the API tells it: status, subscriptions and certificates, with their histories.
final class RegisterTest {
  private static final int CERTIFIER = 8;
  private static final long YEAR = 31_536_000;
  private static final BigInteger PRICE = BigInteger.valueOf(5_000_000);

  private TestNetwork network;
  private long member;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork();
    member = network.providerIds.getFirst();
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
  }

  @Test
  void aCertificateIsShownWithEverythingThatBecameOfIt() throws Exception {
    var certificates = network.contracts.certificates();
    var certifier = network.sender(CERTIFIER);
    ByVote.order(network, certificates.setCertifier(certifier.address(), 3));
    long now = network.clock.instant().getEpochSecond();
    var both = Certificates.IDENTITY | Certificates.LEGAL_DOCUMENTS;
    var issue = certificates.issue(member, both, Bytes32.of(7), now - 60, now + YEAR);
    long first = certificates.issuedId(certifier.send(issue));
    assertThat(provider().path("certified").toString())
        .isEqualTo("[\"IDENTITY\",\"LEGAL_DOCUMENTS\"]");

    certifier.send(certificates.suspend(first, Bytes32.of(8)));
    var again =
        certificates.issue(member, Certificates.IDENTITY, Bytes32.of(9), now - 60, now + YEAR);
    long second = certificates.issuedId(certifier.send(again));
    certifier.send(certificates.resume(first, Bytes32.of(10)));

    var shown = provider();
    assertThat(shown.path("certified").toString())
        .as("the second speaks for the identity, the first for the documents")
        .isEqualTo("[\"IDENTITY\",\"LEGAL_DOCUMENTS\"]");
    var page = network.getJson("/v1/certificates?provider=" + member).path("certificates");
    assertThat(page).hasSize(2).isEqualTo(shown.path("certificates"));
    assertThat(page.get(0).path("id").asLong()).isEqualTo(second);
    assertThat(page.get(0).path("speaksFor").toString()).isEqualTo("[\"IDENTITY\"]");
    assertThat(page.get(1).path("speaksFor").toString()).isEqualTo("[\"LEGAL_DOCUMENTS\"]");
    assertThat(page.get(1).path("history").findValuesAsText("state"))
        .containsExactly("ISSUED", "SUSPENDED", "ISSUED");
    assertThat(page.get(1).path("history").get(1).path("reasonHash").asText())
        .isEqualTo(Bytes32.of(8).toString());
    var newest = network.getJson("/v1/certificates?limit=1");
    assertThat(newest.path("certificates")).hasSize(1);
    var older = network.getJson("/v1/certificates?cursor=" + newest.path("next").asText());
    assertThat(older.path("certificates").get(0).path("id").asLong()).isEqualTo(first);
    assertThat(older.has("next")).isFalse();

    certifier.send(certificates.revoke(second, Bytes32.of(11)));
    assertThat(provider().path("certified").toString()).isEqualTo("[\"LEGAL_DOCUMENTS\"]");
  }

  @Test
  void aSubscriptionAndAnExitAreShownWithTheirHistory() throws Exception {
    var registry = network.contracts.registry();
    var dollar = network.contracts.deployment().address("TestDollar");
    ByVote.order(network, registry.contract().callOf("setSubscriptionPrice", dollar, PRICE));
    assertThat(provider().has("paidUntil")).isFalse();

    var owner = network.nodeSender(0);
    var twice = PRICE.multiply(BigInteger.TWO);
    owner.send(network.contracts.token(dollar).approve(registry.contract().address(), twice));
    owner.send(registry.subscribe(member, dollar, 2, twice));
    var paid = provider();
    assertThat(paid.path("paidUntil").asLong()).isEqualTo(registry.paidUntilOf(member));
    assertThat(paid.path("subscriptions")).hasSize(1);
    assertThat(paid.path("subscriptions").get(0).path("amount").asText())
        .isEqualTo(twice.toString());

    long from = registry.exitFrom(owner.send(registry.exit(member)));
    var leaving = provider();
    assertThat(leaving.path("status").asText()).isEqualTo("EXITING");
    assertThat(leaving.path("history").findValuesAsText("status"))
        .containsExactly("APPLIED", "ACTIVE", "EXITING");
    assertThat(leaving.path("history").get(2).path("until").asLong()).isEqualTo(from);
    assertThat(network.getJson("/v1/providers").path("providers").get(0).has("history"))
        .as("lists stay short")
        .isFalse();
  }

  private JsonNode provider() throws Exception {
    network.market.catchUp();
    return network.getJson("/v1/providers/" + member);
  }
}
