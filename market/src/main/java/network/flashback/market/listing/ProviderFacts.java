package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.market.indexer.CertificateEntry;
import network.flashback.market.indexer.MemberEntry;
import network.flashback.market.indexer.RegisterIndex.Standing;
import network.flashback.market.indexer.StakeIndex.Stakes;

/// What the listing knows of a provider, all of it from events, reports and its own profile.
///
/// @param staked whether its stake buys the listing
/// @param uncertified scopes that it needs certificates of and has none
/// @param bonded stake that counts, by token
/// @param reserved bytes of its running agreements
/// @param words that a search finds it by, in lower case
record ProviderFacts(
    MemberEntry member,
    Standing standing,
    boolean staked,
    List<String> uncertified,
    Map<Address, BigInteger> bonded,
    Map<Address, BigInteger> thresholds,
    BigInteger reserved,
    Optional<TrackEntry> track,
    Optional<Profile> profile,
    List<String> words) {
  private static final long WHOLE = 10_000;

  static ProviderFacts of(
      MemberEntry member,
      Standing standing,
      Stakes stakes,
      Optional<TrackEntry> track,
      Optional<Profile> profile) {
    var missing =
        stakes.demandedOf(member.kinds()) & ~CertificateEntry.maskOf(standing.certified());
    var bonded = new java.util.HashMap<Address, BigInteger>();
    stakes
        .bonds()
        .getOrDefault(member.id(), Map.of())
        .forEach((token, bond) -> bonded.put(token, bond.bonded()));
    var text =
        profile
            .map(known -> known.name() + " " + known.description() + " " + known.website())
            .orElse("");
    return new ProviderFacts(
        member,
        standing,
        stakes.isStaked(member.id()),
        CertificateEntry.scopesOf(missing),
        Map.copyOf(bonded),
        stakes.thresholds(),
        stakes.reserved().getOrDefault(member.id(), BigInteger.ZERO),
        track,
        profile,
        Words.of(text + " " + member.endpoint() + " " + member.id()));
  }

  /// As the Registry decides it.
  boolean listed(long now) {
    return standing.status() == Registry.Status.ACTIVE
        && uncertified.isEmpty()
        && (staked || subscribed(now));
  }

  boolean subscribed(long now) {
    return standing.paidUntil().filter(until -> now < until).isPresent();
  }

  /// Why it is listed, or is not, in words.
  String why(long now) {
    if (standing.status() != Registry.Status.ACTIVE) {
      return "not listed: its status is " + standing.status().name().toLowerCase(Locale.ROOT);
    }
    if (!uncertified.isEmpty()) {
      return "not listed: no valid certificate of "
          + String.join(", ", uncertified).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    if (staked && subscribed(now)) {
      return "listed by stake and by subscription";
    }
    if (staked) {
      return "listed by stake";
    }
    return subscribed(now)
        ? "listed by subscription"
        : "not listed: its stake is below the threshold and no subscription is paid";
  }

  BigInteger bonded(Address token) {
    return bonded.getOrDefault(token, BigInteger.ZERO);
  }

  /// Stake of the token in basis points of what buys the listing; 0 where the token does not.
  long stakeBps(Address token) {
    var threshold = thresholds.getOrDefault(token, BigInteger.ZERO);
    return threshold.signum() == 0
        ? 0
        : bonded(token)
            .multiply(BigInteger.valueOf(WHOLE))
            .divide(threshold)
            .min(BigInteger.valueOf(Long.MAX_VALUE))
            .longValueExact();
  }
}
