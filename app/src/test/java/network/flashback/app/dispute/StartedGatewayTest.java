package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.GATEWAY;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.Role;
import network.flashback.app.gateway.GatewayRole;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.UnitRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway as its configuration says, on a real chain and a real database, whose provider cannot
/// be reached and has brought nothing since its first revision.
class StartedGatewayTest {
  private static final long NEWER = 2;

  @TempDir Path folder;

  private final DisputedMarket market = new DisputedMarket();
  private final EmbeddedPostgres postgres =
      EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  private final HttpClient http = HttpClient.newHttpClient();

  StartedGatewayTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    http.close();
    postgres.close();
    market.close();
  }

  @Test
  void whatAProviderKeptBackIsOnTheChainOnceTheGatewayHasStarted() throws Exception {
    admit();
    signInTheOpeningsEpoch();
    try (var gateway = start("")) {
      assertThat(sequence()).isEqualTo(NEWER);
      assertThat(metrics(gateway))
          .contains(
              "gateway_revisions_brought_total{role=\"gateway\"} 1.0",
              "gateway_revisions_overdue{role=\"gateway\"} 0.0");
    }
  }

  @Test
  void anOperatorWhoAllowsNoGasForItSeesThatItIsOverdue() throws Exception {
    admit();
    signInTheOpeningsEpoch();
    try (var gateway = start("gateway.gas.epoch.gwei = 0")) {
      assertThat(sequence()).isEqualTo(1);
      assertThat(metrics(gateway))
          .contains(
              "gateway_revisions_brought_total{role=\"gateway\"} 0.0",
              "gateway_revisions_overdue{role=\"gateway\"} 1.0");
    }
  }

  private void admit() {
    var grant =
        market
            .contracts
            .grants()
            .grant(
                market.address(GATEWAY),
                market.slaId,
                Rights.REVISION,
                market.now() + 100_000,
                BigInteger.ZERO,
                Bytes32.ZERO);
    market.sender(CONSUMER).send(grant);
  }

  /// Signed in the epoch of the opening, after which another one has ended.
  private void signInTheOpeningsEpoch() {
    var unit = new UnitRoot(Bytes32.of(77), 8);
    var revision =
        new Revision(market.agreement, unit.root(), unit.leaves(), NEWER, TreeHash.STANDARD);
    var data = revision.typedData(market.contracts.possession().domain());
    var id = market.agreement.value();
    try (var database = Database.open(url(), "postgres", "", 2)) {
      var revisions = new Revisions(database);
      revisions.nextSequence(id);
      revisions.record(
          id,
          NEWER,
          unit,
          TreeHash.STANDARD,
          market.address(NODE),
          new Cosigned.Agreed(market.key(CONSUMER).sign(data), market.key(NODE).sign(data)));
      revisions.note(market.epoch - 1, market.epoch - 3);
    }
  }

  private GatewayRole start(String more) throws IOException {
    var deployment = folder.resolve("deployment.json");
    market.contracts.deployment().write(deployment);
    var keystore = market.keystore(folder, GATEWAY);
    var file = folder.resolve("gateway.properties");
    Files.write(
        file,
        List.of(
            "http.port = 0",
            "chain.rpc = " + market.rpcAddress(),
            "chain.deployment = " + deployment,
            "keystore = " + keystore,
            "keystore.password.file = " + keystore.resolveSibling("key.pass"),
            "database.url = " + url(),
            "gateway.root.key = " + folder.resolve("root.json"),
            "gateway.market.url = http://127.0.0.1:1",
            more));
    return GatewayRole.start(
        Configuration.read(file, Role.GATEWAY),
        List::of,
        () -> Instant.ofEpochSecond(market.now()));
  }

  private String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private long sequence() {
    return market.contracts.possession().revisionOf(market.agreement).sequence();
  }

  private List<String> metrics(GatewayRole gateway) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/metrics"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body().lines().toList();
  }
}
