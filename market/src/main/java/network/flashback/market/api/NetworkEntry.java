package network.flashback.market.api;

import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What a client needs to know about the network.
@Meaning("The network: chain, contracts, schedule, markets, other services.")
record NetworkEntry(
    long chainId,
    @Meaning("Addresses by the contracts' names.") Map<String, Address> contracts,
    Times schedule,
    List<MarketEntry> markets,
    @Meaning("Addresses of other services, by name.") Map<String, String> endpoints,
    @Meaning("Newest block whose events are known here.") @Nullable Long indexedBlock) {

  /// All in seconds.
  @Meaning("The schedule of epochs; all in seconds.")
  record Times(
      @Meaning("Unix second at which epoch 0 begins.") long genesis,
      long epochSeconds,
      long auditWindowSeconds,
      long qualityWindowSeconds,
      long finalitySeconds,
      @Meaning("Longest time from opening to the first revision.") long startSeconds,
      @Meaning("Notice of an early end.") long noticeSeconds,
      @Meaning("Longest life of a signed offer.") long offerLifeSeconds) {
    static Times of(Schedule schedule, long start, long notice, long offerLife) {
      return new Times(
          schedule.genesis(),
          schedule.epochSeconds(),
          schedule.auditWindowSeconds(),
          schedule.qualityWindowSeconds(),
          schedule.finalitySeconds(),
          start,
          notice,
          offerLife);
    }
  }

  /// A (token, fee, oracle) triple.
  @Meaning("A market: which token pays, what the fee is, whose quality reports count.")
  record MarketEntry(
      int id, Address token, String symbol, int decimals, int feeBps, Address oracle) {}
}
