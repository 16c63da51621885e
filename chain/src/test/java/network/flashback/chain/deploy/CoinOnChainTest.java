package network.flashback.chain.deploy;

import static network.flashback.chain.deploy.TestMarket.COIN_MARKET;
import static network.flashback.chain.deploy.TestMarket.CONSUMER;
import static network.flashback.chain.deploy.TestMarket.DOLLAR_MARKET;
import static network.flashback.chain.deploy.TestMarket.EPOCH_SECONDS;
import static network.flashback.chain.deploy.TestMarket.OPERATOR;
import static network.flashback.chain.deploy.TestMarket.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.CoinDesk;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An SLA that somebody pays with the chain's own coin, from the opening to the pay.
final class CoinOnChainTest {
  /// Whoever has coins, the consumer or another.
  private static final int PAYER = OPERATOR;

  private static final Wei CHANGE = Wei.of(1_000);

  private TestMarket market;
  private CoinDesk desk;

  @BeforeEach
  void aProviderTakesCoins() throws IOException {
    market = TestMarket.withDirectProvider();
    desk = market.contracts.coinDesk();
    market.stakeCoins();
  }

  @AfterEach
  void stop() {
    market.close();
  }

  @Test
  void itIsOpenedWithCoinsProvenSettledAndPaidInWrappedCoin() {
    var offer = market.offer(COIN_MARKET);
    var sla = market.sla(market.address(CONSUMER), offer);
    var cost = new Wei(sla.total());
    assertThat(spent(desk.openWithCoin(sla, List.of(offer), word(sla), cost.plus(CHANGE))))
        .as("the change came back")
        .isEqualTo(cost);
    var orchestrator = market.contracts.orchestrator();
    var slaId = sla.hash(orchestrator.domain());
    var agreement = market.contracts.lens().sla(slaId).agreements().getFirst().id();
    assertThat(orchestrator.agreement(agreement).consumer()).isEqualTo(market.address(CONSUMER));

    assertThat(SlaOpening.read(market.contracts, slaId).leg(agreement).offer())
        .as("what the desk was given says what was promised")
        .isEqualTo(offer.offer());

    var before = orchestrator.agreement(agreement).deposit();
    var more = BigInteger.valueOf(700);
    assertThat(spent(desk.topUpWithCoin(agreement, more, BigInteger.ZERO, CHANGE)))
        .isEqualTo(new Wei(more));
    assertThat(orchestrator.agreement(agreement).deposit()).isEqualTo(before.add(more));

    prove(agreement);
    market.chain.pass(EPOCH_SECONDS);
    market.sender(PAYER).send(orchestrator.settle(agreement));
    market.sender(PAYER).send(orchestrator.withdrawEarnings(market.provider, COIN_MARKET));
    // 600 seconds at 10,000 wei each, less two percent.
    assertThat(coins(TestMarket.payout())).isEqualTo(5_880_000);
    assertThat(coins(desk.address())).isZero();
    assertThat(market.chain.chain.balance(desk.address())).isEqualTo(Wei.ZERO);
  }

  @Test
  void tooFewCoinsAndAMarketOfAnotherTokenAreRefusedByName() {
    var offer = market.offer(COIN_MARKET);
    var sla = market.sla(market.address(CONSUMER), offer);
    var fewer = new Wei(sla.total()).minus(Wei.of(7));
    refuses(sla, offer, fewer, "CoinShort");
    var dollars = market.offer(DOLLAR_MARKET);
    var other = market.sla(market.address(CONSUMER), dollars);
    refuses(other, dollars, new Wei(other.total()), "MarketNotOfCoin");
  }

  private void refuses(SlaTerms sla, SignedOffer offer, Wei sent, String error) {
    var open = desk.openWithCoin(sla, List.of(offer), word(sla), sent);
    assertThatThrownBy(() -> market.sender(PAYER).send(open))
        .isInstanceOf(RevertedException.class)
        .hasMessageContaining(error);
  }

  private Bytes word(SlaTerms sla) {
    var domain = market.contracts.orchestrator().domain();
    var data = desk.sponsorship(sla.hash(domain)).typedData(domain);
    return market.key(CONSUMER).sign(data).toBytes();
  }

  /// What the payer has less, but for gas.
  private Wei spent(Call call) {
    var payer = market.address(PAYER);
    var before = market.chain.chain.balance(payer);
    var receipt = market.sender(PAYER).send(call);
    return before.minus(market.chain.chain.balance(payer)).minus(receipt.cost());
  }

  private BigInteger coins(Address account) {
    return market.contracts.token(market.coin).balanceOf(account);
  }

  /// The agreement's first epoch, of a unit that holds nothing yet.
  private void prove(AgreementId agreement) {
    var possession = market.contracts.possession();
    var empty = new Revision(agreement, Bytes32.ZERO, 0, 1, TreeHash.STANDARD);
    var data = empty.typedData(possession.domain());
    var consumer = market.key(CONSUMER).sign(data).toBytes();
    var provider = market.key(PROVIDER).sign(data).toBytes();
    market.sender(PROVIDER).send(possession.commit(empty, consumer, provider));
    long epoch = market.contracts.orchestrator().agreement(agreement).startEpoch();
    // Many blocks in one second date ahead of the clock that is moved here.
    market.chain.pass(2 * EPOCH_SECONDS + 60);
    var beacon = market.contracts.beacon();
    var seed = BlsBn254.Secret.ofDevelopmentBeacon().sign(beacon.roundOf(epoch));
    market.sender(PROVIDER).send(beacon.post(epoch, seed));
    market.sender(PROVIDER).send(possession.audit(market.provider, epoch, List.of()));
  }
}
