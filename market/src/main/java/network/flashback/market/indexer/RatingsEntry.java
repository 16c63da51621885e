package network.flashback.market.indexer;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What consumers said of one service provider.
@Meaning(
    "Ratings of a service provider. Those of its owner's own wallets are shown, and count nothing.")
public record RatingsEntry(
    long providerId,
    @Meaning("Ratings that count.") int counted,
    @Meaning("Their mean in hundredths of a star, rounded down; absent where none counts.")
        @Nullable Integer meanHundredths,
    @Meaning("The newest hundred, the newest first.") List<Said> ratings) {
  public RatingsEntry {
    ratings = List.copyOf(ratings);
  }

  /// One rating.
  @Meaning("One rating.")
  public record Said(
      long engagementId,
      Address consumer,
      @Meaning("1 to 5.") int stars,
      @Meaning("Keccak-256 of a comment published elsewhere; absent where there is none.")
          @Nullable Bytes32 commentHash,
      @Meaning("Unix second of its block.") long at,
      @Meaning("False for a wallet that the register named as the owner's before it hired.")
          boolean counts) {}
}
