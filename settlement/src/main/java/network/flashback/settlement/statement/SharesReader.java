package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.abi.Values;
import network.flashback.settlement.statement.Statement.Money;

/// Reads [Shares] from the events since the deployment.
public final class SharesReader {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;

  private final Contracts contracts;

  public SharesReader(Contracts contracts) {
    this.contracts = contracts;
  }

  /// The shares of a statement's token, at its block.
  public Shares of(Statement statement) {
    var sums = new Sums(statement.money());
    Contract splitter = contracts.feeSplitter().contract();
    Contract bounty = contracts.bounty().contract();
    var filter = LogFilter.of(splitter.address(), bounty.address());
    long first = contracts.deployment().block();
    for (long from = first; from <= statement.block(); from += BLOCKS_AT_ONCE) {
      long to = Math.min(statement.block(), from + BLOCKS_AT_ONCE - 1);
      for (Log log : contracts.chain().logs(filter, from, to)) {
        if (log.address().equals(splitter.address())) {
          splitter.read(log).ifPresent(sums::enterFees);
        } else {
          bounty.read(log).ifPresent(sums::enterSeeds);
        }
      }
    }
    return sums.shares();
  }

  private static final class Sums {
    private final Money money;
    private BigInteger toFund = BigInteger.ZERO;
    private BigInteger toSigners = BigInteger.ZERO;
    private final Map<Address, BigInteger> claimed = new HashMap<>();
    private final Map<Address, BigInteger> repaid = new HashMap<>();
    private final Map<Address, BigInteger> fetched = new HashMap<>();

    private Sums(Money money) {
      this.money = money;
    }

    private void enterFees(Emitted emitted) {
      Values values = emitted.values();
      if (!values.names().contains("token") || !values.address("token").equals(money.token())) {
        return;
      }
      switch (emitted.event().name()) {
        case "Split" -> {
          toFund = toFund.add(values.integer("toFund"));
          toSigners = toSigners.add(values.integer("toPot"));
        }
        case "Claimed" ->
            claimed.merge(values.address("payout"), values.integer("amount"), BigInteger::add);
        default -> {
          // Rewarded: owed to signers, part of what was put aside for them.
        }
      }
    }

    private void enterSeeds(Emitted emitted) {
      Values values = emitted.values();
      switch (emitted.event().name()) {
        case "SeedRepaid" ->
            repaid.merge(values.address("poster"), values.integer("amount"), BigInteger::add);
        case "Claimed" ->
            fetched.merge(values.address("account"), values.integer("amount"), BigInteger::add);
        default -> {
          // A rate: moves nothing.
        }
      }
    }

    private Shares shares() {
      return new Shares(money, toFund, toSigners, claimed, repaid, fetched);
    }
  }
}
