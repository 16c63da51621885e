package network.flashback.chain.deploy;

import static network.flashback.chain.deploy.TestMarket.CONSUMER;
import static network.flashback.chain.deploy.TestMarket.DOLLAR;
import static network.flashback.chain.deploy.TestMarket.EPOCH_SECONDS;
import static network.flashback.chain.deploy.TestMarket.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Arbitration.Round;
import network.flashback.chain.contract.Dispute.Outcome;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A dispute over an agreement that runs, from its opening to the last bond, on a deployment that
/// names three arbitrators.
final class DisputeOnChainTest {
  private static final int[] ARBITRATORS = {5, 6, 7};
  private static final long STEP_SECONDS = 3 * EPOCH_SECONDS;

  private TestMarket market;
  private Arbitration arbitration;
  private AgreementId agreement;
  private long epoch;

  @BeforeEach
  void anAgreementHasRunForAnEpoch() throws IOException {
    market = TestMarket.withDirectProvider(ARBITRATORS);
    arbitration = market.contracts.arbitration();
    var orchestrator = market.contracts.orchestrator();
    var offer = market.offer();
    var sla = market.sla(market.address(CONSUMER), offer);
    market.endow(CONSUMER, sla.total(), orchestrator.address());
    market.sender(CONSUMER).send(orchestrator.open(sla, List.of(offer)));
    var slaId = sla.hash(orchestrator.domain());
    agreement = market.contracts.lens().sla(slaId).agreements().getFirst().id();
    var empty = new Revision(agreement, Bytes32.ZERO, 0, 1, TreeHash.STANDARD);
    var data = empty.typedData(market.contracts.possession().domain());
    var consumer = market.key(CONSUMER).sign(data).toBytes();
    var provider = market.key(PROVIDER).sign(data).toBytes();
    market.sender(PROVIDER).send(market.contracts.possession().commit(empty, consumer, provider));
    epoch = orchestrator.agreement(agreement).startEpoch();
    market.chain.pass(2 * EPOCH_SECONDS);
  }

  @AfterEach
  void stop() {
    market.close();
  }

  @Test
  void aPanelOfTheNamedArbitratorsRulesAndTheBondsGoToTheWinnerAndToWhoVoted() {
    var bond = arbitration.bond();
    var id = opened(CONSUMER);
    lockBond(PROVIDER);
    market.sender(PROVIDER).send(arbitration.answer(id, Bytes32.of(2)));
    assertThat(arbitration.dispute(id).state()).isEqualTo(State.ANSWERED);
    assertThatThrownBy(() -> market.sender(CONSUMER).send(arbitration.seat(id)))
        .isInstanceOf(RevertedException.class)
        .hasMessageContaining("SeedMissing");

    postSeed(arbitration.dispute(id).seatEpoch());
    market.sender(CONSUMER).send(arbitration.seat(id));
    assertThat(arbitration.panelOf(id, Round.FIRST))
        .containsExactlyInAnyOrderElementsOf(arbitration.arbitrators())
        .containsExactlyInAnyOrder(market.address(5), market.address(6), market.address(7));
    market.sender(5).send(arbitration.rule(id, true));
    market.sender(6).send(arbitration.rule(id, true));
    assertThat(arbitration.dispute(id).state()).isEqualTo(State.RULED);
    assertThat(arbitration.dispute(id).outcome()).isEqualTo(Outcome.FOR_CLAIMANT);

    lockBond(PROVIDER, arbitration.appealBond());
    assertThatThrownBy(() -> market.sender(PROVIDER).send(arbitration.appeal(id, Bytes32.of(3))))
        .as("an appeal needs five others, and there are three arbitrators")
        .isInstanceOf(RevertedException.class)
        .hasMessageContaining("ArbitratorsShort");
    market.chain.pass(STEP_SECONDS + 1);
    market.sender(7).send(arbitration.lapse(id));
    assertThat(arbitration.dispute(id).state()).isEqualTo(State.FINAL);
    assertThat(frozenBy(id)).isEqualTo(DOLLAR);
    assertThat(awarded()).isZero();
    market.sender(7).send(arbitration.execute(id));

    assertThat(frozenBy(id)).isZero();
    assertThat(awarded()).as("the disputed sum, whole, out of the collateral").isEqualTo(DOLLAR);
    var half = bond.divide(BigInteger.TWO);
    assertThat(claimed(market.address(CONSUMER))).isEqualTo(bond.add(half));
    assertThat(claimed(market.address(5))).isEqualTo(half.divide(BigInteger.TWO));
    assertThat(claimed(market.address(6))).isEqualTo(half.divide(BigInteger.TWO));
    assertThat(arbitration.claimableOf(market.address(7))).isZero();
    assertThat(arbitration.claimableOf(market.address(PROVIDER))).isZero();
    assertThat(market.balance(arbitration.address())).isZero();
  }

  @Test
  void whoIsSilentLosesByDefaultAndTheClaimantHasItsBondBack() {
    var id = opened(PROVIDER);
    assertThatThrownBy(() -> market.sender(7).send(arbitration.lapse(id)))
        .isInstanceOf(RevertedException.class)
        .hasMessageContaining("TooEarly");
    market.chain.pass(STEP_SECONDS + 1);
    market.sender(7).send(arbitration.lapse(id));

    assertThat(arbitration.dispute(id).state()).isEqualTo(State.DEFAULT);
    assertThat(arbitration.dispute(id).outcome()).isEqualTo(Outcome.FOR_CLAIMANT);
    assertThat(arbitration.dispute(id).defendant()).isEqualTo(market.address(CONSUMER));
    assertThat(claimed(market.address(PROVIDER))).isEqualTo(arbitration.bond());
    assertThat(frozenBy(id)).isZero();
    assertThat(earned()).as("the disputed sum, whole, out of deposit and escrow").isEqualTo(DOLLAR);
    assertThat(market.balance(arbitration.address())).isZero();
  }

  private BigInteger opened(int claimant) {
    lockBond(claimant);
    var open = arbitration.open(agreement, epoch, epoch, DOLLAR, Bytes32.of(1));
    var id = arbitration.openedId(market.sender(claimant).send(open));
    var dispute = arbitration.dispute(id);
    assertThat(dispute.state()).isEqualTo(State.OPENED);
    assertThat(dispute.agreementId()).isEqualTo(agreement);
    assertThat(dispute.claimant()).isEqualTo(market.address(claimant));
    assertThat(dispute.amount()).isEqualTo(DOLLAR);
    return id;
  }

  private BigInteger frozenBy(BigInteger id) {
    var parts = market.contracts.orchestrator().contract().call("frozenOf", id);
    return parts.integer(1).add(parts.integer(2)).add(parts.integer(3));
  }

  private BigInteger awarded() {
    var stakes = market.contracts.stakes().contract();
    return stakes.call("claimableOf", market.address(CONSUMER), market.dollar).integer(0);
  }

  private BigInteger earned() {
    var orchestrator = market.contracts.orchestrator().contract();
    return orchestrator.call("earningsOf", agreement.providerId(), 1).integer(0);
  }

  private void lockBond(int party) {
    lockBond(party, arbitration.bond());
  }

  private void lockBond(int party, BigInteger bond) {
    assertThat(arbitration.bondToken()).isEqualTo(market.dollar);
    market.endow(party, bond, arbitration.address());
  }

  private void postSeed(long seatEpoch) {
    var contracts = market.contracts;
    long ends = contracts.orchestrator().schedule().startOf(seatEpoch + 1);
    long now = contracts.chain().head().timestamp().getEpochSecond();
    market.chain.pass(Math.max(1, ends + 1 - now));
    var beacon = contracts.beacon();
    var signature = BlsBn254.Secret.ofDevelopmentBeacon().sign(beacon.roundOf(seatEpoch));
    market.sender(CONSUMER).send(beacon.post(seatEpoch, signature));
  }

  private BigInteger claimed(Address account) {
    var before = market.balance(account);
    market.sender(7).send(arbitration.claim(account));
    return market.balance(account).subtract(before);
  }
}
