package network.flashback.app.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.chain.Call;
import network.flashback.chain.PendingTransaction;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Keccak256;

/// Test money for everybody, and the registration and stake of the development network's providers
/// and reporters. Each wallet's transactions go out together, so that all of it takes a few blocks.
final class Enrolment {
  private static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);
  private static final BigInteger FLASH = BigInteger.TEN.pow(18);
  private static final BigInteger CONSUMER_DOLLARS = DOLLAR.multiply(BigInteger.valueOf(1_000_000));
  private static final BigInteger PROVIDER_STAKE = DOLLAR.multiply(BigInteger.valueOf(10_000));

  /// In the wallets of nodes and gateway: five bonds, so that they can answer disputes.
  private static final BigInteger BOND_DOLLARS = DOLLAR.multiply(BigInteger.valueOf(500));

  private static final BigInteger REPORTER_STAKE = FLASH.multiply(BigInteger.valueOf(10_000));

  /// Sent without an estimate, because the transaction before it is not in a block yet.
  private static final long GAS_LIMIT = 500_000;

  private final Contracts contracts;
  private final NetworkPlan plan;

  Enrolment(Contracts contracts, NetworkPlan plan) {
    this.contracts = contracts;
    this.plan = plan;
  }

  private record Entrant(
      Member member,
      int kinds,
      TransactionSender sender,
      Address payout,
      Address token,
      BigInteger stake) {}

  /// Endows and enrols everybody.
  ///
  /// @param deployer holds the FLASH supply and mints test dollars
  /// @return the members' ids in the Registry
  Map<String, Long> run(TransactionSender deployer) {
    var endowments = endow(deployer);
    var entrants = entrants();
    var registrations = new LinkedHashMap<Entrant, PendingTransaction>();
    var approvals = new ArrayList<PendingTransaction>();
    for (var entrant : entrants) {
      registrations.put(entrant, submit(entrant, registration(entrant)));
      var token = contracts.token(entrant.token());
      approvals.add(submit(entrant, token.approve(contracts.stakes().address(), entrant.stake())));
    }
    endowments.forEach(PendingTransaction::await);
    approvals.forEach(PendingTransaction::await);
    var ids = new LinkedHashMap<String, Long>();
    var stakes = new ArrayList<PendingTransaction>();
    registrations.forEach(
        (entrant, registration) -> {
          long id = contracts.registry().registeredId(registration.await());
          ids.put(entrant.member().name(), id);
          stakes.add(
              submit(entrant, contracts.stakes().stake(id, entrant.token(), entrant.stake())));
          if (entrant.kinds() == Registry.REPORTER) {
            stakes.add(submit(entrant, contracts.quality().join(id)));
          }
        });
    stakes.forEach(PendingTransaction::await);
    return ids;
  }

  private List<PendingTransaction> endow(TransactionSender deployer) {
    var dollar = contracts.token(contracts.deployment().address("TestDollar"));
    var flash = contracts.token(contracts.deployment().address("FlashToken"));
    var calls = new ArrayList<Call>();
    calls.add(dollar.mint(address(DevelopmentWallet.CONSUMER), CONSUMER_DOLLARS));
    calls.add(dollar.mint(address(DevelopmentWallet.SECOND_CONSUMER), CONSUMER_DOLLARS));
    for (int i = 1; i <= Member.NODES; i++) {
      calls.add(
          dollar.mint(
              address(DevelopmentWallet.of(Member.node(i))), PROVIDER_STAKE.add(BOND_DOLLARS)));
    }
    calls.add(dollar.mint(address(DevelopmentWallet.GATEWAY), BOND_DOLLARS));
    for (int i = 1; i <= Member.REPORTERS; i++) {
      calls.add(flash.transfer(address(DevelopmentWallet.of(Member.reporter(i))), REPORTER_STAKE));
    }
    return calls.stream().map(call -> deployer.submit(call, GAS_LIMIT)).toList();
  }

  private List<Entrant> entrants() {
    var entrants = new ArrayList<Entrant>();
    for (int i = 1; i <= Member.NODES; i++) {
      var sender = sender(Member.node(i));
      entrants.add(
          new Entrant(
              Member.node(i),
              Registry.DIRECT,
              sender,
              address(DevelopmentWallet.payoutOf(i)),
              contracts.deployment().address("TestDollar"),
              PROVIDER_STAKE));
    }
    for (int i = 1; i <= Member.REPORTERS; i++) {
      var sender = sender(Member.reporter(i));
      entrants.add(
          new Entrant(
              Member.reporter(i),
              Registry.REPORTER,
              sender,
              sender.address(),
              contracts.deployment().address("FlashToken"),
              REPORTER_STAKE));
    }
    return entrants;
  }

  private Call registration(Entrant entrant) {
    return contracts
        .registry()
        .register(
            entrant.kinds(),
            entrant.payout(),
            entrant.sender().address(),
            Keccak256.hash("development profile of " + entrant.member().name()),
            plan.url(entrant.member()).toString());
  }

  private static PendingTransaction submit(Entrant entrant, Call call) {
    return entrant.sender().submit(call, GAS_LIMIT);
  }

  private TransactionSender sender(Member member) {
    return Genesis.sender(contracts.chain(), DevelopmentWallet.of(member));
  }

  private Address address(DevelopmentWallet wallet) {
    return wallet.key(contracts.chain().id()).address();
  }
}
