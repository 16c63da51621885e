package network.flashback.market.listing;

import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// A provider's reputation in the listing.
@Meaning("Reputation of whoever owns the provider, computed from the chain and epoch files.")
public record ReputationEntry(
    @Meaning("0 to 100; 50 without a record.") int points,
    @Meaning("The last epoch that counts; -1 while none does.") long throughEpoch,
    @Meaning("Block at which it stood so.") long block,
    Bytes32 blockHash,
    @Meaning("Version of the table of points.") int table,
    @Meaning("What the owner's providers sell, by market.") List<Listed> listings) {
  public ReputationEntry {
    listings = List.copyOf(listings);
  }

  /// One listing: a provider in a market.
  @Meaning("Points of one provider in one market.")
  public record Listed(
      long providerId,
      int market,
      @Meaning("0 to 100.") int points,
      @Meaning("Epochs that said something.") long days) {}
}
