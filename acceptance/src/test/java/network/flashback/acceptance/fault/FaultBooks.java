package network.flashback.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementReader;

/// Promise P1 on this chain, whose one SLA is all there is: no coin comes from nowhere or is lost.
final class FaultBooks {
  private final Contracts contracts;
  private final FaultMarket market;
  private final Address dollar;
  private final Address consumer;
  private final List<Address> holders = new ArrayList<>();
  private final BigInteger consumerBefore;
  private final BigInteger staked;
  private final BigInteger supply;

  FaultBooks(FaultChain chain, FaultMarket market) {
    this.contracts = chain.contracts();
    this.market = market;
    this.dollar = chain.dollar().address();
    this.consumer = chain.key(FaultChain.CONSUMER).address();
    holders.add(contracts.orchestrator().address());
    holders.add(contracts.stakes().address());
    holders.add(contracts.feeSplitter().address());
    holders.add(contracts.fund());
    for (int key = 0; key <= FaultChain.SETTLER; key++) {
      holders.add(chain.key(key).address());
      holders.add(FaultChain.payoutOf(key));
    }
    this.consumerBefore = balanceOf(consumer).add(statement().deposited());
    this.staked = balanceOf(contracts.stakes().address());
    this.supply = held();
  }

  void requireConserved() {
    var now = statement();
    var orchestrator = contracts.orchestrator();
    var stakes = contracts.stakes();
    var refund = orchestrator.refundOf(consumer, dollar);
    var claimable = stakes.claimableOf(consumer, dollar);
    assertThat(now.differences()).as("the statement's own identities").isEmpty();
    assertThat(balanceOf(orchestrator.address()))
        .as("what lies in the Orchestrator is what it owes somebody")
        .isEqualTo(
            now.remaining().add(now.owed()).add(orchestrator.feesOf(now.market())).add(refund));
    assertThat(balanceOf(consumer).add(refund).add(claimable))
        .as("the consumer's wallet, with what it can still fetch")
        .isEqualTo(
            consumerBefore
                .subtract(now.deposited())
                .add(now.credits())
                .add(now.refunded())
                .add(now.slashed().toConsumer()));
    assertThat(balanceOf(stakes.address()))
        .as("what was staked, without what was fetched of slashes")
        .isEqualTo(staked.subtract(now.slashed().toConsumer().subtract(claimable)));
    assertThat(held()).as("all holders together").isEqualTo(supply);
  }

  private Statement statement() {
    return new StatementReader(contracts).of(market.slaId());
  }

  private BigInteger held() {
    return holders.stream()
        .distinct()
        .map(this::balanceOf)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger balanceOf(Address holder) {
    return contracts.token(dollar).balanceOf(holder);
  }
}
