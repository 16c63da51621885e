package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.network.Member;
import network.flashback.chain.BlockTag;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementReader;

/// Holds a statement against who really holds how much, at the statement's own block.
final class Conserved {
  private final Contracts contracts;
  private final ChainBalances balances;
  private final Statement statement;
  private final Address token;
  private final Address orchestrator;
  private final Address stakes;

  private Conserved(TestNetwork network, Contracts contracts, Statement statement) {
    this.contracts = contracts;
    this.balances = new ChainBalances(network.plan().url(Member.ANVIL), statement.block());
    this.statement = statement;
    this.token = statement.money().token();
    this.orchestrator = contracts.deployment().address("Orchestrator");
    this.stakes = contracts.deployment().address("StakeManager");
  }

  /// @param consumerBefore test dollars that the consumer, who has no other SLA, had before this
  ///   one
  static void require(TestNetwork network, Statement statement, BigInteger consumerBefore)
      throws Exception {
    try (var chain = network.chain()) {
      Settled.await(chain.contracts(), statement.block());
      var check = new Conserved(network, chain.contracts(), statement);
      assertThat(statement.differences()).as("the statement's own identities").isEmpty();
      check.consumerHasTheRest(consumerBefore);
      check.everyProviderHasItsPay();
      check.orchestratorHoldsWhatItOwes(network.people());
      check.nothingWasMadeOrLost(network.people());
    }
  }

  private void consumerHasTheRest(BigInteger before) {
    var consumer = statement.consumer();
    assertThat(
            balances
                .balanceOf(token, consumer)
                .add(balances.refundOf(orchestrator, consumer, token))
                .add(balances.claimableOf(stakes, consumer, token)))
        .as("the consumer's wallet, with what it can still fetch")
        .isEqualTo(
            before
                .subtract(statement.deposited())
                .add(statement.credits())
                .add(statement.refunded())
                .add(statement.slashed().toConsumer())
                .add(statement.disputed().toConsumer()));
  }

  /// Payout wallets begin empty and get nothing else.
  private void everyProviderHasItsPay() {
    for (var pool : statement.pools()) {
      pool.withdrawn()
          .forEach(
              (wallet, amount) ->
                  assertThat(balances.balanceOf(token, wallet))
                      .as("payout wallet %s of provider %d", wallet, pool.providerId())
                      .isEqualTo(amount));
      assertThat(balances.earningsOf(orchestrator, pool.providerId(), statement.market()))
          .as("not yet withdrawn by provider %d", pool.providerId())
          .isEqualTo(pool.owed());
    }
  }

  /// Of all SLAs together: what lies in the contract is exactly what it owes somebody.
  private void orchestratorHoldsWhatItOwes(List<Address> people) {
    var owed = balances.feesOf(orchestrator, statement.market());
    for (long provider = 1; provider <= Member.NODES; provider++) {
      owed = owed.add(balances.earningsOf(orchestrator, provider, statement.market()));
    }
    for (var person : people) {
      owed = owed.add(balances.refundOf(orchestrator, person, token));
    }
    for (var slaId : new StatementReader(contracts).slaIds()) {
      owed = owed.add(heldFor(slaId));
    }
    owed = owed.add(frozenByDisputes());
    assertThat(balances.balanceOf(token, orchestrator)).as("the Orchestrator").isEqualTo(owed);
  }

  private BigInteger heldFor(Bytes32 slaId) {
    var at = BlockTag.number(statement.block());
    var sla = contracts.contract("Orchestrator").callAt(at, "slaOf", slaId);
    var held = sla.integer("reserve");
    for (var id : sla.list("agreementIds", BigInteger.class)) {
      var agreement = contracts.orchestrator().agreementAt(new AgreementId(id), at);
      held =
          held.add(agreement.deposit())
              .add(agreement.egressEscrow())
              .subtract(agreement.egressClaimed());
    }
    return held;
  }

  /// Of deposits and egress escrows; frozen collateral lies in the StakeManager.
  private BigInteger frozenByDisputes() {
    var at = BlockTag.number(statement.block());
    var count = contracts.contract("Arbitration").callAt(at, "count").integer(0);
    var frozen = BigInteger.ZERO;
    for (var id = BigInteger.ONE; id.compareTo(count) <= 0; id = id.add(BigInteger.ONE)) {
      var sum = contracts.contract("Orchestrator").callAt(at, "frozenOf", id);
      frozen = frozen.add(sum.integer("fromDeposit")).add(sum.integer("fromEscrow"));
    }
    return frozen;
  }

  private void nothingWasMadeOrLost(List<Address> people) {
    var holders = new ArrayList<>(people);
    holders.add(orchestrator);
    holders.add(stakes);
    for (var name :
        List.of(
            "CommunityFund",
            "FeeSplitter",
            "SeedBounty",
            "Arbitration",
            "TargetedChallenges",
            "Engagements",
            "ServiceArbitration")) {
      holders.add(contracts.deployment().address(name));
    }
    assertThat(
            holders.stream()
                .map(holder -> balances.balanceOf(token, holder))
                .reduce(BigInteger.ZERO, BigInteger::add))
        .as("all holders together")
        .isEqualTo(balances.totalSupply(token));
  }
}
