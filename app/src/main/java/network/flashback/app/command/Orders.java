package network.flashback.app.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Abis;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Proposal.Order;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Function;

/// What a vote orders, as people write and read it.
final class Orders {
  private Orders() {}

  /// Money out of the community fund.
  ///
  /// @param amount in whole coins of the token, such as 12.5
  static Order spending(Contracts contracts, Token token, BigDecimal amount, Address to) {
    var units = units(token, amount);
    var held = token.balanceOf(contracts.fund());
    if (units.signum() <= 0 || units.compareTo(held) > 0) {
      throw new IllegalArgumentException(
          "The fund holds %s: propose to spend more than nothing and at most that."
              .formatted(text(token, held)));
    }
    return new Order(
        contracts.fund(),
        Abis.of("CommunityFund").function("spend").encode(token.address(), to, units));
  }

  /// A call of one of the deployment's contracts.
  ///
  /// @param written such as `Registry.setStakeThreshold`
  /// @throws IllegalArgumentException when votes may not order it, or an argument is wrong
  static Order call(Contracts contracts, String written, List<String> arguments) {
    int dot = written.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException(
          "--order is '%s', but must be CONTRACT.FUNCTION such as Registry.setStakeThreshold."
              .formatted(written));
    }
    var contract = written.substring(0, dot);
    if (!Contracts.NAMES.contains(contract)) {
      throw new IllegalArgumentException(
          "There is no contract '%s'. There are: %s.".formatted(contract, Contracts.NAMES));
    }
    var function = Abis.of(contract).function(written.substring(dot + 1));
    var target = contracts.deployment().address(contract);
    if (!contracts.governance().mayOrder(target, function.selector())) {
      throw new IllegalArgumentException(
          "No vote may order %s: docs/contracts/governance.md lists what votes may."
              .formatted(written));
    }
    return new Order(target, function.encode(values(function, arguments)));
  }

  private static List<Object> values(Function function, List<String> arguments) {
    var types = function.argumentTypes();
    if (types.size() != arguments.size()) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, and --arg was given %d times."
              .formatted(function.signature(), types.size(), arguments.size()));
    }
    var values = new ArrayList<Object>();
    for (int i = 0; i < types.size(); i++) {
      values.add(value(types.get(i), arguments.get(i)));
    }
    return values;
  }

  private static Object value(String type, String text) {
    try {
      return switch (type) {
        case "address" -> Address.parse(text);
        case "bytes32" -> Bytes32.fromHex(text);
        case "string" -> text;
        case "bool" -> flag(text);
        default -> {
          if (!type.matches("u?int[0-9]+")) {
            throw new IllegalArgumentException("no value of this type can be typed here");
          }
          yield new BigInteger(text);
        }
      };
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "--arg '%s' is no %s: %s".formatted(text, type, wrong.getMessage()), wrong);
    }
  }

  private static boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("say true or false");
  }

  /// An order as a person reads it: `CommunityFund.spend(token=…, to=…, amount=…)`, or, where the
  /// deployment does not know the contract, its bytes.
  static String told(Contracts contracts, Order order) {
    for (var name : Contracts.NAMES) {
      if (!contracts.deployment().contracts().containsKey(name)
          || !contracts.deployment().address(name).equals(order.target())) {
        continue;
      }
      for (var function : Abis.of(name).functions()) {
        if (order.input().startsWith(function.selector())) {
          return name + "." + function.name() + function.decodeCall(order.input());
        }
      }
    }
    return "%s with %s".formatted(order.target(), shortened(order.input()));
  }

  private static String shortened(Bytes input) {
    var text = input.toString();
    return text.length() <= 74 ? text : text.substring(0, 74) + "...";
  }

  static BigInteger units(Token token, BigDecimal amount) {
    try {
      return amount.movePointRight(token.decimals()).toBigIntegerExact();
    } catch (ArithmeticException tooFine) {
      throw new IllegalArgumentException(
          "%s has %d decimals, and %s has more."
              .formatted(token.symbol(), token.decimals(), amount.toPlainString()),
          tooFine);
    }
  }

  static String text(Token token, BigInteger units) {
    var amount = new BigDecimal(units, token.decimals());
    var plain = amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    return plain + " " + token.symbol();
  }
}
