package network.flashback.market.listing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Orchestrator;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Token;
import network.flashback.evm.Address;
import network.flashback.evm.eip712.Domain;

/// The markets of the chain with their tokens. What a market is never changes, so each is read
/// once.
public final class Markets {
  private final Contracts contracts;
  private final Map<Integer, Market> known = new ConcurrentHashMap<>();

  public Markets(Contracts contracts) {
    this.contracts = contracts;
  }

  /// A market, and how its token is written and signed.
  ///
  /// @param signing the token's own EIP-712 domain
  public record Market(Orchestrator.Market terms, Token token, Domain signing) {
    public Address address() {
      return terms.token();
    }
  }

  /// The market of this number.
  ///
  /// @throws Refused when there is none
  public Market market(int id) {
    return known.computeIfAbsent(id, this::read);
  }

  private Market read(int id) {
    Refused.requireRange("market", id, 1, 0xffff);
    try {
      var terms = contracts.orchestrator().market(id);
      if (terms.token().isZero()) {
        throw unknown(id);
      }
      var token = contracts.token(terms.token());
      return new Market(terms, new Token(token.symbol(), token.decimals()), token.domain());
    } catch (RevertedException absent) {
      throw unknown(id);
    }
  }

  private static Refused unknown(int id) {
    return new Refused(
        "market", "is " + id + ", which does not exist", "GET /v1/network lists the markets");
  }
}
