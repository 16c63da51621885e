package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.flashback.app.network.Member;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Bytes;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import network.flashback.market.opening.SlaOpening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Bad input gets an error that says what is wrong and what to do, and loses nothing.
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class RefusalsTest {
  private static final int EPOCHS = 8;

  @TempDir private Path folder;

  @Test
  void aKeyThatNoRoleKnowsIsAnsweredWithTheNearestOne() throws IOException {
    var file = folder.resolve("config.properties");
    Files.writeString(file, "http.port = 1\nchain.rcp = http://127.0.0.1:1\n");
    var answer = Cli.run("node", "--config", file.toString());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err())
        .contains(file.toString(), "'chain.rcp'", "node", "Did you mean 'chain.rpc'?");
  }

  @Test
  void aDeploymentOfAnotherChainIsRefused(TestNetwork network) throws IOException {
    var json = new ObjectMapper();
    var deployment = (ObjectNode) json.readTree(network.plan().deployment().toFile());
    assertThat(deployment.path("chainId").asLong()).isEqualTo(DevelopmentKeys.CHAIN_ID);
    var wrong = folder.resolve("deployment.json");
    Files.writeString(wrong, deployment.put("chainId", 1).toString());
    var node = network.plan().configuration(Member.node(1));
    var config = node.resolveSibling("of-another-chain.properties");
    Files.writeString(
        config,
        Files.readString(node).replace(network.plan().deployment().toString(), wrong.toString()));
    var answer = Cli.run("node", "--config", config.toString());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("31337", " 1").contains("chain");
  }

  @Test
  void keysThatEverybodyKnowsWorkOnTheDevelopmentChainAlone() {
    assertThatThrownBy(() -> DevelopmentKeys.forChain(1))
        .hasMessageContaining("chain id 1")
        .hasMessageContaining("keys of your own");
  }

  @Test
  void aFileThatIsNotThereIsNamedBeforeAnythingStarts() {
    var missing = folder.resolve("missing");
    var data = folder.resolve("data");
    var answer =
        Cli.run(
            "demo",
            missing.toString(),
            "--data",
            data.toString(),
            "--base-port",
            Integer.toString(TestNetwork.freeBasePort()));
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains(missing.toString());
    assertThat(data.resolve("anvil")).doesNotExist();
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts() throws IOException {
    int base = TestNetwork.freeBasePort();
    var data = folder.resolve("data");
    try (var other = new ServerSocket(base, 1, InetAddress.getLoopbackAddress())) {
      var answer =
          Cli.run(
              "up",
              "--background",
              "--data",
              data.toString(),
              "--base-port",
              Integer.toString(base));
      assertThat(answer.exit()).isEqualTo(1);
      assertThat(answer.err())
          .contains(Integer.toString(other.getLocalPort()), "gateway", "--base-port");
      assertThat(data.resolve("anvil")).doesNotExist();
    }
  }

  @Test
  void termsThatWereNotQuotedAreRefusedAndNothingIsPaid(TestNetwork network) throws Exception {
    try (var chain = network.chain();
        var market = network.market()) {
      var consumer = network.newConsumer(chain, market, LiveSla.DOLLARS);
      var quote = consumer.ask(LiveSla.wishes(EPOCHS));
      var honest = quote.sla();
      var longer = withEnd(honest, honest.endsAt() + 3600);
      // The consumer signs what it is shown, the market holds it against what it quoted.
      var domain = chain.contracts().orchestrator().domain();
      var opening =
          new SlaOpening(quote.quoteHash(), 0, honest.startBy(), Bytes.of(new byte[65]), longer);
      assertThatThrownBy(() -> market.open(opening))
          .hasMessageContaining("409")
          .hasMessageContaining(longer.hash(domain).toString())
          .hasMessageContaining(quote.quoteHash().toString())
          .hasMessageContaining("Nothing was sent");
      assertThat(chain.contracts().token(quote.token()).balanceOf(consumer.address()))
          .isEqualTo(LiveSla.DOLLARS);
    }
  }

  @Test
  void anExpiredQuoteOpensNothing(TestNetwork network) throws Exception {
    try (var chain = network.chain();
        var market = network.market()) {
      var consumer = network.newConsumer(chain, market, LiveSla.DOLLARS);
      var quote = consumer.ask(LiveSla.wishes(EPOCHS));
      Eventually.holds(
          "the quote's expiry",
          Duration.ofMinutes(2),
          () -> chain.contracts().chain().head().timestamp().getEpochSecond() > quote.expiresAt());
      assertThatThrownBy(() -> consumer.accept(quote))
          .hasMessageContaining("410")
          .hasMessageContaining("expired")
          .hasMessageContaining("POST /v1/quotes");
      assertThat(chain.contracts().token(quote.token()).balanceOf(consumer.address()))
          .isEqualTo(LiveSla.DOLLARS);
    }
  }

  @Test
  void aConsumerWithoutMoneyIsToldSo(TestNetwork network) throws Exception {
    try (var chain = network.chain();
        var market = network.market()) {
      var poor = network.newConsumer(chain, market, BigInteger.ZERO);
      var quote = poor.ask(LiveSla.wishes(EPOCHS));
      assertThatThrownBy(() -> poor.accept(quote))
          .hasMessageContaining("402")
          .hasMessageContaining(poor.address().toString());
    }
  }

  @Test
  void aWrongSecretIsRefusedAndARevokedGrantWithinFiveSeconds(TestNetwork network)
      throws Exception {
    try (var sla = LiveSla.open(network, EPOCHS);
        var s3 = sla.s3();
        var forged = sla.s3(new KeyPair(sla.keys().accessKeyId(), "0".repeat(40)))) {
      assertThat(S3Outcome.of(() -> forged.listObjectsV2(r -> r.bucket(sla.bucket()))))
          .isEqualTo(new S3Outcome.Refused(403, "SignatureDoesNotMatch"));
      assertThat(S3Outcome.of(() -> s3.listObjectsV2(r -> r.bucket(sla.bucket()))).isDone())
          .isTrue();

      sla.revokeGrant();
      Eventually.holds(
          "the refusal of a revoked grant",
          Duration.ofSeconds(5),
          () ->
              S3Outcome.of(() -> s3.listObjectsV2(r -> r.bucket(sla.bucket())))
                  .equals(new S3Outcome.Refused(403, "AccessDenied")));
    }
  }

  private static SlaTerms withEnd(SlaTerms sla, long endsAt) {
    return new SlaTerms(
        sla.consumer(),
        sla.market(),
        sla.dataShards(),
        sla.totalShards(),
        sla.startBy(),
        endsAt,
        sla.maximumRate(),
        sla.coolDownSeconds(),
        sla.reserve(),
        sla.regions(),
        sla.legs(),
        sla.wishesHash(),
        sla.salt());
  }
}
