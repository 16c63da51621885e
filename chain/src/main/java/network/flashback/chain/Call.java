package network.flashback.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Wei;

/// What is asked of the chain: input and coins for a contract, or, without a recipient, the code of
/// a new one. `what` names it in messages.
public record Call(String what, Optional<Address> to, Bytes input, Wei value) {
  public static Call of(String what, Address to, Bytes input) {
    return new Call(what, Optional.of(to), input, Wei.ZERO);
  }

  /// A transfer of the chain's own coin.
  public static Call transfer(Address to, Wei value) {
    return new Call("Transfer of " + value + " to " + to, Optional.of(to), Bytes.EMPTY, value);
  }

  public static Call creation(String contract, Bytes codeAndArguments) {
    return new Call("Creation of " + contract, Optional.empty(), codeAndArguments, Wei.ZERO);
  }

  /// The same with coins sent along.
  public Call sending(Wei coins) {
    return new Call(what, to, input, coins);
  }

  Map<String, Object> toJson(Optional<Address> from) {
    Map<String, Object> json = new LinkedHashMap<>();
    from.ifPresent(address -> json.put("from", address.toString()));
    to.ifPresent(address -> json.put("to", address.toString()));
    json.put("input", input.toString());
    if (value.amount().signum() > 0) {
      json.put("value", Quantity.of(value.amount()));
    }
    return json;
  }
}
