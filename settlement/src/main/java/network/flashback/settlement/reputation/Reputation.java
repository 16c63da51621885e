package network.flashback.settlement.reputation;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.reputation.DayOutcome;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// The reputation of whoever owns a provider, and all that it was computed from.
///
/// @param providerId whose owner it is about
/// @param owner all providers that this wallet ever registered share one reputation
/// @param block of the chain at whose time it stands
/// @param throughEpoch the last day that could count; -1 while none could
/// @param table version of the table of points
/// @param points 0 to 100
/// @param listings by provider and market
/// @param days every day with data, in order
/// @param open what could not be had, and therefore does not count
public record Reputation(
    long providerId,
    Address owner,
    long block,
    Bytes32 blockHash,
    long throughEpoch,
    int table,
    int points,
    List<Listing> listings,
    List<Day> days,
    List<String> open) {
  public Reputation {
    listings = List.copyOf(listings);
    days = List.copyOf(days);
    open = List.copyOf(open);
  }

  /// What one provider sells in one market.
  ///
  /// @param days with data
  /// @param fees by payer; what its own wallets paid is not among them
  public record Listing(
      long providerId, int market, Address token, int points, long days, List<Fee> fees) {
    public Listing {
      fees = List.copyOf(fees);
    }
  }

  /// What a payer paid in fees.
  ///
  /// @param amount token units
  /// @param transactions of the payments
  public record Fee(Address payer, BigInteger amount, Set<Bytes32> transactions) {
    public Fee {
      transactions = Set.copyOf(transactions);
    }
  }

  /// One day of one listing.
  ///
  /// @param proof transaction that proved possession
  /// @param root transaction that posted the root of quality
  /// @param records hash of the epoch file behind that root
  public record Day(
      long providerId,
      int market,
      long epoch,
      DayOutcome outcome,
      int points,
      Optional<Bytes32> proof,
      Optional<Bytes32> root,
      Optional<Bytes32> records) {}
}
