package network.flashback.chain.deploy;

import static network.flashback.chain.deploy.TestMarket.CONSUMER;
import static network.flashback.chain.deploy.TestMarket.DOLLAR;
import static network.flashback.chain.deploy.TestMarket.EPOCH_SECONDS;
import static network.flashback.chain.deploy.TestMarket.OPERATOR;
import static network.flashback.chain.deploy.TestMarket.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.CloudCredits.Series;
import network.flashback.chain.contract.FiatDesk;
import network.flashback.chain.contract.FiatOrder;
import network.flashback.chain.contract.Metering;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import org.junit.jupiter.api.Test;

/// Cloud credits and the fiat desk of a deployment, driven from Java through a sale and an order.
final class PrepaidOnChainTest {
  private static final int GATEWAY = 4;

  @Test
  void creditsAreBoughtMeteredUnderTheHoldersSignatureAndPaidLessTheFee() throws IOException {
    try (var market = new TestMarket(Registry.CLOUD)) {
      var credits = market.contracts.credits();
      var price = BigInteger.valueOf(500_000);
      long expiry = market.now() + 86_400;
      var series = new Series(market.provider, expiry, market.dollar, price, Bytes32.of(9));
      var id = credits.createdId(market.sender(PROVIDER).send(credits.createSeries(series)));
      assertThat(credits.series(id)).isEqualTo(series);

      var holder = market.key(CONSUMER);
      var cost = price.multiply(BigInteger.TEN);
      market.endow(CONSUMER, cost, credits.address());
      market.sender(CONSUMER).send(credits.buy(id, holder.address(), BigInteger.TEN, cost));
      assertThat(credits.balanceOf(holder.address(), id)).isEqualTo(10);

      var metering = new Metering(id, holder.address(), BigInteger.valueOf(4), Bytes32.of(3));
      var signature = holder.sign(metering.typedData(credits.domain())).toBytes();
      market.sender(PROVIDER).send(credits.redeem(metering, signature));
      var gross = price.multiply(BigInteger.valueOf(4));
      var fee = gross.divide(BigInteger.valueOf(50));
      assertThat(credits.outstandingOf(id)).isEqualTo(6);
      assertThat(credits.feesOf(market.dollar)).isEqualTo(fee);
      assertThat(credits.owedOf(id)).isEqualTo(gross.subtract(fee));

      market.sender(CONSUMER).send(credits.withdraw(id));
      assertThat(market.balance(TestMarket.payout())).isEqualTo(gross.subtract(fee));
      market.sender(CONSUMER).send(credits.sweepFees(market.dollar));
      assertThat(market.balance(market.contracts.fund())).isEqualTo(fee);

      market.sender(CONSUMER).send(credits.askRefund(id));
      market.chain.pass(14 * EPOCH_SECONDS + 1);
      market.sender(PROVIDER).send(credits.refund(id, holder.address()));
      assertThat(market.balance(holder.address())).isEqualTo(price.multiply(BigInteger.valueOf(6)));
      assertThat(market.balance(credits.address())).isZero();
    }
  }

  @Test
  void aFiatOrderOpensWhatTheBeneficiarySignedAndComesBackWhenItIsChargedBack() throws IOException {
    try (var market = TestMarket.withDirectProvider()) {
      var contracts = market.contracts;
      var desk = contracts.fiatDesk();
      var beneficiary = market.key(CONSUMER);
      var receipt = Keccak256.hash("payment 4711");
      var offer = market.offer();
      var sla = market.sla(desk.accountOf(receipt), offer);
      var slaId = sla.hash(contracts.orchestrator().domain());
      var gateway = market.address(GATEWAY);
      var order =
          new FiatOrder(receipt, slaId, gateway, Rights.VOUCHER, market.now() + 10_000, DOLLAR);
      var signature = beneficiary.sign(order.typedData(desk.domain())).toBytes();
      var open = desk.openFor(order, beneficiary.address(), sla, List.of(offer), signature);
      market.endow(OPERATOR, sla.total(), desk.address());
      market.sender(OPERATOR).send(desk.addFloat(market.dollar, sla.total()));

      assertThat(desk.operator()).isEqualTo(market.address(OPERATOR));
      assertThatThrownBy(() -> market.sender(OPERATOR).send(open))
          .isInstanceOf(RevertedException.class)
          .hasMessageContaining("DailyCapReached");
      market.byTimelock(desk.setDailyCap(market.dollar, sla.total()));
      assertThatThrownBy(() -> market.sender(CONSUMER).send(open))
          .isInstanceOf(RevertedException.class)
          .hasMessageContaining("NotOperator");
      market.sender(OPERATOR).send(open);

      assertThat(desk.floatOf(market.dollar)).isZero();
      var opened = desk.order(receipt);
      assertThat(opened.state()).isEqualTo(FiatDesk.State.OPENED);
      assertThat(opened.beneficiary()).isEqualTo(beneficiary.address());
      assertThat(opened.slaId()).isEqualTo(slaId);
      assertThat(opened.amount()).isEqualTo(sla.total());
      var account = desk.accountOf(receipt);
      assertThat(contracts.grants().allows(account, slaId, gateway, Rights.VOUCHER)).isTrue();

      // It never starts: all of it comes back, and is float once the payment was charged back.
      var agreement = contracts.lens().sla(slaId).agreements().getFirst().id();
      market.chain.pass(EPOCH_SECONDS);
      market.sender(GATEWAY).send(contracts.orchestrator().voidAgreement(agreement));
      market.sender(GATEWAY).send(contracts.orchestrator().endSla(slaId));
      market.sender(OPERATOR).send(desk.chargeBack(receipt, Bytes32.of(5)));
      market.sender(GATEWAY).send(desk.collect(receipt));
      assertThat(desk.floatOf(market.dollar)).isEqualTo(sla.total());
      assertThat(desk.heldOf(market.dollar)).isZero();
      assertThat(market.balance(desk.address())).isEqualTo(sla.total());
    }
  }
}
