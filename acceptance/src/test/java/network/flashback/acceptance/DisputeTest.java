package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.dispute.Evidence;
import network.flashback.settlement.dispute.EvidenceHashes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;

/// Both sides of an agreement accuse each other on a running network, and nobody looks after it but
/// the programs that run anyway. A minute and a half of waiting for epochs: part of the slow depth.
@Tag("deep")
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class DisputeTest {
  private static final int EPOCHS = 12;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  /// An epoch until the seed, the time to appeal, and room.
  private static final Duration OVER_WITHIN =
      Duration.ofSeconds(6 * TestNetwork.EPOCH_SECONDS + 60);

  /// What is claimed, token units; less than what an epoch pays.
  private static final BigInteger CLAIM = BigInteger.TEN;

  @Test
  void nodeAndGatewayAnswerWithWhatBothSignedAndARulingReachesItsMoneyByItself(TestNetwork network)
      throws Exception {
    try (var sla = LiveSla.open(network, EPOCHS);
        var chain = network.chain();
        var s3 = sla.s3()) {
      s3.putObject(b -> b.bucket(sla.bucket()).key("kept"), RequestBody.fromString("kept"));
      var contracts = chain.contracts();
      var agreement = disputable(contracts, sla.id());
      var node = Member.node(Math.toIntExact(agreement.providerId()));
      var owner = sender(contracts, DevelopmentWallet.of(node));

      var byConsumer = open(contracts, sla.sender(), agreement);
      var byProvider = open(contracts, owner, agreement);
      awaitAnswer(contracts, byConsumer);
      awaitAnswer(contracts, byProvider);
      requireEvidence(contracts, byConsumer, network.plan().url(node), owner.address());
      var gateway = DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address();
      requireEvidence(contracts, byProvider, network.plan().url(Member.GATEWAY), gateway);

      rule(contracts, byConsumer, true);
      rule(contracts, byProvider, false);
      awaitState(contracts, byConsumer, State.EXECUTED, OVER_WITHIN);
      awaitState(contracts, byProvider, State.EXECUTED, OVER_WITHIN);
      var token = contracts.orchestrator().market(agreement.market()).token();
      assertThat(contracts.stakes().claimableOf(agreement.consumer(), token))
          .as("what the consumer won, and nothing else")
          .isEqualTo(CLAIM);
      assertThat(contracts.orchestrator().frozenOf(byProvider).total()).isZero();
      assertThat(s3.getObjectAsBytes(b -> b.bucket(sla.bucket()).key("kept")).asUtf8String())
          .isEqualTo("kept");
    }
  }

  /// The SLA's first agreement, as soon as its first epoch is over.
  private static AgreementView disputable(Contracts contracts, Bytes32 slaId) throws Exception {
    var schedule = contracts.orchestrator().schedule();
    return Eventually.answers(
        "an epoch to dispute",
        Duration.ofSeconds(3 * TestNetwork.EPOCH_SECONDS + 60),
        () -> {
          var agreement = contracts.lens().sla(slaId).agreements().getFirst();
          long now = contracts.chain().head().timestamp().getEpochSecond();
          boolean over =
              agreement.startEpoch() > 0 && schedule.epochAt(now) > agreement.startEpoch();
          return over ? Optional.of(agreement) : Optional.empty();
        });
  }

  private static BigInteger open(
      Contracts contracts, TransactionSender claimant, AgreementView agreement) {
    var arbitration = contracts.arbitration();
    var token = contracts.token(arbitration.bondToken());
    sender(contracts, DevelopmentWallet.DEPLOYER)
        .send(token.mint(claimant.address(), arbitration.bond()));
    claimant.send(token.approve(arbitration.address(), arbitration.bond()));
    long epoch = agreement.startEpoch();
    var call = arbitration.open(agreement.id(), epoch, epoch, CLAIM, Bytes32.of(1));
    return arbitration.openedId(claimant.send(call));
  }

  private static void awaitAnswer(Contracts contracts, BigInteger id) throws Exception {
    awaitState(contracts, id, State.ANSWERED, ANSWERED_WITHIN);
  }

  private static void awaitState(Contracts contracts, BigInteger id, State state, Duration within)
      throws Exception {
    Eventually.holds(
        "dispute " + id + " to be " + state,
        within,
        () -> contracts.arbitration().dispute(id).state() == state);
  }

  /// Found at the accused side by the hash on the chain, signed by it, with a revision of both.
  private static void requireEvidence(
      Contracts contracts, BigInteger id, URI server, Address author) throws Exception {
    var hash = EvidenceHashes.of(contracts, id).answer().orElseThrow();
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(server.resolve(Dispute.EVIDENCE_PATH + hash)).build();
      var answer = http.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      var document = Bytes.of(answer.body());
      assertThat(document.keccak256()).isEqualTo(hash);
      assertThat(Evidence.authorOf(document)).isEqualTo(author);
      var revision =
          new ObjectMapper().readTree(document.toArray()).path("evidence").path("revision");
      assertThat(revision.path("leaves").asLong()).isPositive();
      assertThat(revision.path("consumer").asText()).hasSize(2 + 2 * 65);
      assertThat(revision.path("provider").asText()).hasSize(2 + 2 * 65);
    }
  }

  /// Two of the three who sit, once somebody has drawn them.
  private static void rule(Contracts contracts, BigInteger id, boolean forClaimant)
      throws Exception {
    var arbitration = contracts.arbitration();
    Eventually.holds(
        "the panel of dispute " + id,
        Duration.ofSeconds(2 * TestNetwork.EPOCH_SECONDS + 30),
        () -> !arbitration.panelOf(id, Arbitration.Round.FIRST).isEmpty());
    var judges = DevelopmentWallet.arbitrators();
    sender(contracts, judges.get(0)).send(arbitration.rule(id, forClaimant));
    sender(contracts, judges.get(1)).send(arbitration.rule(id, forClaimant));
  }

  private static TransactionSender sender(Contracts contracts, DevelopmentWallet wallet) {
    var key = wallet.key(contracts.chain().id());
    return new TransactionSender(
        contracts.chain(), key, SendingPolicy.DEVELOPMENT, InstantSource.system());
  }
}
