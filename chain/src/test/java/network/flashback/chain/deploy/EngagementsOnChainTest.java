package network.flashback.chain.deploy;

import static network.flashback.chain.deploy.TestMarket.CONSUMER;
import static network.flashback.chain.deploy.TestMarket.DOLLAR;
import static network.flashback.chain.deploy.TestMarket.EPOCH_SECONDS;
import static network.flashback.chain.deploy.TestMarket.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.EngagementOffer;
import network.flashback.chain.contract.EngagementTerms;
import network.flashback.chain.contract.EngagementTerms.Milestone;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.Engagements;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hired services of a deployment, driven from Java: hired, delivered, disputed, paid and rated.
final class EngagementsOnChainTest {
  private static final int CARRIER = 4;
  private static final int[] JUDGES = {5, 6, 7};

  @TempDir private Path folder;

  @Test
  void aServiceIsHiredByOneSignatureThatAStrangerCarriesAndPaidWhenItIsAccepted()
      throws IOException {
    try (var market = new TestMarket(Registry.MIGRATION)) {
      var engagements = market.contracts.engagements();
      var offer = offered(market);
      offer.write(folder.resolve("offer.json"));
      assertThat(EngagementOffer.read(folder.resolve("offer.json"))).isEqualTo(offer);

      market.endow(CONSUMER, offer.terms().total(), market.address(CARRIER));
      long until = market.now() + 600;
      var token = market.contracts.token(market.dollar);
      var payment =
          PaymentAuthorization.typedData(
              token.domain(),
              market.address(CONSUMER),
              engagements.address(),
              offer.terms().total(),
              0,
              until,
              offer.terms().hash(engagements.domain()));
      var signed = new PaymentAuthorization(0, until, market.key(CONSUMER).sign(payment));
      var opened = market.sender(CARRIER).send(engagements.openWithAuthorization(offer, signed));
      long id = engagements.openedId(opened);
      assertThat(engagements.engagement(id).hash())
          .isEqualTo(offer.terms().hash(engagements.domain()));
      assertThat(engagements.all()).containsExactly(engagements.engagement(id));
      assertThat(market.balance(engagements.address())).isEqualTo(offer.terms().total());

      market.sender(PROVIDER).send(engagements.deliver(id, 0, Bytes32.of(7)));
      assertThat(engagements.milestone(id, 0).deliveryHash()).isEqualTo(Bytes32.of(7));
      assertThatThrownBy(() -> market.sender(PROVIDER).send(engagements.accept(id, 0)))
          .isInstanceOf(RevertedException.class)
          .hasMessageContaining("NotParty");
      market.sender(CONSUMER).send(engagements.accept(id, 0));
      market.sender(CONSUMER).send(engagements.rate(id, 5, Bytes32.ZERO));
      market.sender(CARRIER).send(engagements.withdraw(market.provider, 1));
      var gross = offer.terms().milestones().getFirst().amount();
      var fee = gross.divide(BigInteger.valueOf(50));
      assertThat(market.balance(TestMarket.payout())).isEqualTo(gross.subtract(fee));
      assertThat(engagements.feesOf(market.dollar)).isEqualTo(fee);

      market.chain.pass(4 * EPOCH_SECONDS);
      market.sender(CARRIER).send(engagements.lapse(id));
      market.sender(CARRIER).send(engagements.sweepFees(market.dollar));
      market
          .sender(CARRIER)
          .send(engagements.withdrawRefund(market.address(CONSUMER), market.dollar));
      assertThat(market.balance(engagements.address())).isZero();
      assertThat(market.balance(market.address(CONSUMER))).isEqualTo(DOLLAR);
    }
  }

  @Test
  void theArbitrationOverServicesRefundsWhatNobodyAnswered() throws IOException {
    try (var market = new TestMarket(Registry.MIGRATION, JUDGES)) {
      var engagements = market.contracts.engagements();
      var arbitration = market.contracts.serviceArbitration();
      var offer = offered(market);
      market.endow(CONSUMER, offer.terms().total(), engagements.address());
      long id = engagements.openedId(market.sender(CONSUMER).send(engagements.open(offer)));
      market.chain.pass(2 * EPOCH_SECONDS);
      var stale = offered(market);
      market.sender(PROVIDER).send(engagements.cancelOffers(market.provider));
      assertThat(engagements.offerNonceOf(market.provider)).isEqualTo(1);
      assertThatThrownBy(() -> market.sender(CONSUMER).send(engagements.open(stale)))
          .isInstanceOf(RevertedException.class)
          .hasMessageContaining("OfferCancelled");

      market.sender(PROVIDER).send(engagements.deliver(id, 0, Bytes32.of(7)));
      market.endow(CONSUMER, arbitration.bond(), arbitration.address());
      var caseId = Engagements.caseOf(id, 0);
      assertThat(Engagements.idOf(caseId)).isEqualTo(id);
      assertThat(Engagements.milestoneOf(caseId)).isZero();
      long epoch = engagements.currentEpoch() - 1;
      var claim = arbitration.open(caseId, epoch, epoch, DOLLAR, Bytes32.of(9));
      var dispute = arbitration.openedId(market.sender(CONSUMER).send(claim));
      assertThat(engagements.milestone(id, 0).state()).isEqualTo(MilestoneState.DISPUTED);
      assertThat(engagements.earningsOf(market.provider, 1)).isEqualTo(DOLLAR);
      market.chain.pass(arbitration.answerSeconds() + 1);
      market.sender(CARRIER).send(arbitration.lapse(dispute));
      assertThat(engagements.milestone(id, 0).state()).isEqualTo(MilestoneState.RULED);
      assertThat(engagements.refundOf(market.address(CONSUMER), market.dollar)).isEqualTo(DOLLAR);
      assertThat(arbitration.claimableOf(market.address(CONSUMER))).isEqualTo(arbitration.bond());
    }
  }

  /// Two dollars for what is delivered within three epochs, one for the rest.
  private static EngagementOffer offered(TestMarket market) {
    var engagements = market.contracts.engagements();
    long accept = engagements.acceptSecondsLeast();
    long now = market.now();
    var terms =
        new EngagementTerms(
            market.address(CONSUMER),
            market.provider,
            Registry.MIGRATION,
            1,
            List.of(
                new Milestone(DOLLAR.add(DOLLAR), now + 3 * EPOCH_SECONDS, accept),
                new Milestone(DOLLAR, now + 4 * EPOCH_SECONDS - 100, accept)),
            Bytes32.of(3),
            BigInteger.valueOf(now));
    long nonce = engagements.offerNonceOf(market.provider);
    var data = terms.offer(engagements.domain(), now + 600, nonce);
    return new EngagementOffer(terms, now + 600, nonce, market.key(PROVIDER).sign(data).toBytes());
  }
}
