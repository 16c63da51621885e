package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.SourceTables;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.verify.StatementVerifier;
import network.flashback.settlement.verify.Verification;

/// What must hold of the money of a [SimulatedMarket] whenever it is looked at, added up here from
/// views and balances.
final class MoneyInvariants {
  private final SimulatedMarket market;
  private final MarketHistory history;
  private final BigInteger supply;
  private final Map<AgreementId, Long> clocks = new HashMap<>();

  MoneyInvariants(SimulatedMarket market, MarketHistory history) {
    this.market = market;
    this.history = history;
    this.supply = supply();
  }

  private BigInteger supply() {
    return market.contracts.token(market.chain.dollar()).contract().call("totalSupply").integer(0);
  }

  private BigInteger balance(Address holder) {
    return market.contracts.token(market.chain.dollar()).balanceOf(holder);
  }

  void require(String when) {
    requireOrchestratorHoldsWhatItOwes(when);
    requireStakesAreHeld(when);
    assertThat(wallets().stream().map(this::balance).reduce(BigInteger.ZERO, BigInteger::add))
        .as("%s: all coins are somebody's who is known", when)
        .isEqualTo(supply);
    assertThat(supply()).as("%s: no coin is made or lost", when).isEqualTo(supply);
  }

  private List<AgreementView> agreements() {
    return market.slas.keySet().stream()
        .flatMap(id -> market.contracts.lens().sla(id).agreements().stream())
        .toList();
  }

  private void requireOrchestratorHoldsWhatItOwes(String when) {
    var orchestrator = market.contracts.orchestrator();
    var owed = orchestrator.feesOf(SimulatedChain.MARKET);
    for (Bytes32 id : market.slas.keySet()) {
      owed = owed.add(market.contracts.lens().sla(id).reserve());
    }
    for (AgreementView each : agreements()) {
      owed = owed.add(each.deposit()).add(each.egressEscrow()).subtract(each.egressClaimed());
      assertThat(each.clock())
          .as("%s: the clock of %s never falls", when, each.id())
          .isGreaterThanOrEqualTo(clocks.getOrDefault(each.id(), 0L));
      clocks.put(each.id(), each.clock());
    }
    for (int provider = 0; provider < SimulatedMarket.PROVIDERS; provider++) {
      owed = owed.add(orchestrator.earningsOf(market.id(provider), SimulatedChain.MARKET));
    }
    for (int consumer = 0; consumer < SimulatedMarket.CONSUMERS; consumer++) {
      var address = market.chain.address(SimulatedMarket.consumer(consumer));
      owed = owed.add(orchestrator.refundOf(address, market.chain.dollar()));
    }
    for (long dispute : history.disputes()) {
      var frozen = orchestrator.frozenOf(BigInteger.valueOf(dispute));
      owed = owed.add(frozen.fromDeposit()).add(frozen.fromEscrow());
    }
    assertThat(balance(orchestrator.address()))
        .as("%s: the Orchestrator holds what it owes", when)
        .isEqualTo(owed);
  }

  private void requireStakesAreHeld(String when) {
    var stakes = market.contracts.stakes();
    var held = BigInteger.ZERO;
    var committed = BigInteger.ZERO;
    for (int provider = 0; provider < SimulatedMarket.PROVIDERS; provider++) {
      var stake = stakes.stakeOf(market.id(provider), market.chain.dollar());
      held = held.add(stake.free()).add(stake.committed()).add(stake.unbonding());
      committed = committed.add(stake.committed());
    }
    for (Address wallet : wallets()) {
      held = held.add(stakes.claimableOf(wallet, market.chain.dollar()));
    }
    assertThat(balance(stakes.address()))
        .as("%s: stakes and slashes are held", when)
        .isEqualTo(held);
    var collateral =
        agreements().stream()
            .map(AgreementView::collateral)
            .reduce(BigInteger.ZERO, BigInteger::add);
    for (long dispute : history.disputes()) {
      collateral =
          collateral.add(
              market
                  .contracts
                  .orchestrator()
                  .frozenOf(BigInteger.valueOf(dispute))
                  .fromCollateral());
    }
    assertThat(committed).as("%s: each collateral is committed once", when).isEqualTo(collateral);
    assertThat(agreements())
        .filteredOn(
            each -> each.state() == AgreementState.CLOSED || each.state() == AgreementState.VOID)
        .as("%s: what is over holds nothing", when)
        .allMatch(each -> each.deposit().signum() == 0 && each.collateral().signum() == 0);
  }

  private List<Address> wallets() {
    var all = new ArrayList<Address>();
    for (int account = 0; account < 16; account++) {
      all.add(market.chain.address(account));
    }
    for (int provider = 0; provider < SimulatedMarket.PROVIDERS; provider++) {
      all.add(SimulatedMarket.payout(provider));
    }
    var contracts = market.contracts;
    all.add(contracts.orchestrator().address());
    all.add(contracts.stakes().address());
    all.add(contracts.fund());
    all.add(contracts.feeSplitter().address());
    all.add(contracts.bounty().address());
    return all;
  }

  /// The statement of an SLA balances, and whoever has the chain and the reporters' records alone
  /// comes to the same.
  Verification requireVerifiable(Bytes32 slaId, String when) throws IOException {
    Statement statement = new StatementReader(market.contracts).of(slaId);
    assertThat(statement.differences()).as("%s: SLA %s", when, slaId).isEmpty();
    byte[] json = StatementForms.json(statement).toString().getBytes(StandardCharsets.UTF_8);
    var verified = new StatementVerifier(market.contracts, market.reports).verify(json);
    assertThat(verified.differences()).as("%s: SLA %s verified", when, slaId).isEmpty();
    var signed =
        statement.agreements().stream().mapToInt(line -> line.trace().vouchers().size()).sum();
    assertThat(verified.vouchers()).as("%s: vouchers of SLA %s", when, slaId).isEqualTo(signed);
    assertThat(SourceTables.text(statement))
        .as("%s: every voucher is printed with its signer", when)
        .doesNotContain("not shown");
    return verified;
  }
}
