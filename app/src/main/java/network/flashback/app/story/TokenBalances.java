package network.flashback.app.story;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;

/// Who holds how much of one token: read from the chain (eth_call balanceOf), never from our own
/// counting.
record TokenBalances(Map<Address, BigInteger> of) {
  TokenBalances {
    of = Map.copyOf(of);
  }

  static TokenBalances read(Token token, List<Address> holders) {
    var balances = new LinkedHashMap<Address, BigInteger>();
    for (var holder : holders) {
      balances.put(holder, token.balanceOf(holder));
    }
    return new TokenBalances(balances);
  }

  /// What the holder has more than before; negative when less.
  BigInteger gainOf(Address holder, TokenBalances before) {
    return amount(holder).subtract(before.amount(holder));
  }

  BigInteger amount(Address holder) {
    return of.getOrDefault(holder, BigInteger.ZERO);
  }
}
