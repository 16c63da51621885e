package network.flashback.app.command;

import java.math.BigDecimal;
import java.util.List;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Proposal.Order;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What is proposed: spending, or an order of another kind.
final class WantedOrder {
  @ArgGroup(exclusive = false)
  private @Nullable Spending spending;

  @ArgGroup(exclusive = false)
  private @Nullable Ordering ordering;

  /// Money out of the fund.
  static final class Spending {
    @Option(
        names = "--spend",
        required = true,
        paramLabel = "AMOUNT",
        description = "How much, in whole coins.")
    private BigDecimal amount = BigDecimal.ZERO;

    @Option(
        names = "--token",
        required = true,
        paramLabel = "ADDRESS",
        description = "Of which token: its address.",
        converter = Addresses.class)
    private Address token = Address.ZERO;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "ADDRESS",
        description = "Who gets it.",
        converter = Addresses.class)
    private Address to = Address.ZERO;
  }

  /// A call of a contract.
  static final class Ordering {
    @Option(
        names = "--order",
        required = true,
        paramLabel = "CONTRACT.FUNCTION",
        description = "Another order that votes may give, such as Registry.setStakeThreshold.")
    private String order = "";

    @Option(names = "--arg", paramLabel = "VALUE", description = "Each argument of it, in order.")
    private List<String> arguments = List.of();
  }

  Order in(Contracts contracts) {
    if (spending != null) {
      var token = contracts.token(spending.token);
      return Orders.spending(contracts, token, spending.amount, spending.to);
    }
    if (ordering != null) {
      return Orders.call(contracts, ordering.order, ordering.arguments);
    }
    throw new IllegalArgumentException("Say what is proposed: --spend, or --order.");
  }
}
