package network.flashback.market.api;

import java.util.List;
import java.util.Map;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What a client needs to know about the network.
@Meaning("The network: chain, contracts, schedule, markets, other services.")
record NetworkEntry(
    long chainId,
    @Meaning("Addresses by the contracts' names.") Map<String, Address> contracts,
    Calendar schedule,
    List<MarketEntry> markets,
    @Meaning("Addresses of other services, by name.") Map<String, String> endpoints,
    @Meaning("Newest block whose events are known here.") @Nullable Long indexedBlock) {

  /// A (token, fee, oracle) triple.
  @Meaning("A market: which token pays, what the fee is, whose quality reports count.")
  record MarketEntry(
      int id, Address token, String symbol, int decimals, int feeBps, Address oracle) {}
}
