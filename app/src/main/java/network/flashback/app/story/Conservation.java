package network.flashback.app.story;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import network.flashback.settlement.statement.Statement;

/// Holds what the statement says against who holds how much at the chain (`balanceOf` by eth_call,
/// before and after): no coin may have come from nowhere or gone anywhere else.
final class Conservation {
  private final Contracts contracts;
  private final Token token;
  private final TokenBalances before;

  private Conservation(Contracts contracts, Token token, TokenBalances before) {
    this.contracts = contracts;
    this.token = token;
    this.before = before;
  }

  /// Notes the balances of now.
  static Conservation begin(Contracts contracts) {
    var token = contracts.token(contracts.orchestrator().market(1).token());
    return new Conservation(contracts, token, TokenBalances.read(token, holders(contracts)));
  }

  /// What does not add up; empty when all does.
  List<String> differences(Statement statement) {
    var after = TokenBalances.read(token, holders(contracts));
    var orchestrator = contracts.orchestrator();
    var stakes = contracts.stakes();
    var differences = new ArrayList<>(statement.differences());
    var consumer = statement.consumer();
    var slashed = statement.slashed();

    expect(
        differences,
        "the consumer's wallet, with what it can still fetch",
        after
            .gainOf(consumer, before)
            .add(orchestrator.refundOf(consumer, token.address()))
            .add(stakes.claimableOf(consumer, token.address())),
        statement
            .credits()
            .add(statement.refunded())
            .add(slashed.toConsumer())
            .add(statement.disputed().toConsumer())
            .subtract(statement.deposited()));
    statement
        .withdrawn()
        .forEach(
            (wallet, amount) ->
                expect(
                    differences, "payout wallet " + wallet, after.gainOf(wallet, before), amount));
    expect(
        differences,
        "the community fund, with fees not yet swept, not yet split or shared with signers and posters of seeds, and slashes not yet fetched",
        sharers(contracts).stream()
            .map(sharer -> after.gainOf(sharer, before))
            .reduce(BigInteger.ZERO, BigInteger::add)
            .add(orchestrator.feesOf(statement.market()))
            .add(stakes.claimableOf(contracts.fund(), token.address())),
        statement.fees().add(slashed.toFund()));
    expect(
        differences,
        "the Orchestrator",
        after.gainOf(orchestrator.address(), before),
        statement
            .remaining()
            .add(statement.disputed().frozen())
            .add(statement.owed())
            .add(orchestrator.feesOf(statement.market()))
            .add(orchestrator.refundOf(consumer, token.address())));
    expect(
        differences,
        "all holders together",
        holders(contracts).stream()
            .map(holder -> after.gainOf(holder, before))
            .reduce(BigInteger.ZERO, BigInteger::add),
        BigInteger.ZERO);
    return differences;
  }

  private static void expect(
      List<String> differences, String who, BigInteger found, BigInteger expected) {
    if (!found.equals(expected)) {
      differences.add(
          "%s: the chain shows %s, the statement says %s"
              .formatted(who, Dollars.text(found), Dollars.text(expected)));
    }
  }

  /// Who gets a part of the fees, or of what a vote gave away of them. The wallets named here get
  /// test dollars from nobody else.
  private static List<Address> sharers(Contracts contracts) {
    var sharers = new ArrayList<Address>();
    sharers.add(contracts.fund());
    sharers.add(contracts.feeSplitter().address());
    sharers.add(contracts.bounty().address());
    sharers.add(DevelopmentWallet.PLATFORM.key(contracts.chain().id()).address());
    for (int i = 1; i <= Member.REPORTERS; i++) {
      var reporter = DevelopmentWallet.of(Member.reporter(i));
      sharers.add(reporter.key(contracts.chain().id()).address());
    }
    return sharers;
  }

  /// Everybody who can hold test dollars in a development network.
  private static List<Address> holders(Contracts contracts) {
    var holders = new ArrayList<Address>();
    for (var wallet : DevelopmentWallet.values()) {
      holders.add(wallet.key(contracts.chain().id()).address());
    }
    holders.add(contracts.orchestrator().address());
    holders.add(contracts.stakes().address());
    holders.add(contracts.fund());
    holders.add(contracts.feeSplitter().address());
    holders.add(contracts.bounty().address());
    holders.add(contracts.arbitration().address());
    holders.add(contracts.targeted().address());
    holders.add(contracts.credits().address());
    holders.add(contracts.fiatDesk().address());
    return holders;
  }

  static Address payoutOf(Contracts contracts, Member node) {
    return DevelopmentWallet.payoutOf(node.number()).key(contracts.chain().id()).address();
  }
}
