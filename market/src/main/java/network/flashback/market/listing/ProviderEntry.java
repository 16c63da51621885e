package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.market.indexer.CertificateEntry;
import network.flashback.market.indexer.MemberEntry;
import network.flashback.market.indexer.RegisterIndex.Standing;
import network.flashback.market.indexer.StatusEntry;
import network.flashback.market.indexer.SubscriptionEntry;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A member of the register in the listing.
@Meaning("A member of the register with its record.")
public record ProviderEntry(
    long id,
    @Meaning("DIRECT, CLOUD, DEPIN, MIGRATION, REPORTER, ANALYTICS, COMPLIANCE.")
        List<String> kinds,
    @Meaning("Where it stands in the register.") Registry.Status status,
    Address owner,
    Address payout,
    Address nodeKey,
    @Meaning("Base URL of its node.") String endpoint,
    @Meaning("Whether it is active, paid or staked, and certified as demanded.") boolean listed,
    @Meaning("Unix second until which its listing is paid; absent when it never was.")
        @Nullable Long paidUntil,
    @Meaning("Scopes in which valid certificates speak for it.") List<String> certified,
    @Meaning("Stake in the first market's token that may still be committed, token units.")
        BigInteger freeStake,
    @Meaning("Stake in that token that is collateral now, token units.") BigInteger committedStake,
    @Meaning("Epochs in which it proved possession.") long confirmedEpochs,
    @Meaning("Penalties of its agreements.") long missedEpochs,
    @Meaning("Absent while it is not computed yet.") @Nullable ReputationEntry reputation,
    @Meaning("Nonce that its offers must carry.") long offerNonce,
    @Meaning("Unix second of the registration.") long registeredAt,
    @Meaning("All changes of its status, the oldest first; of a single member only.")
        @Nullable List<StatusEntry> history,
    @Meaning("All payments for its listing, the oldest first; of a single member only.")
        @Nullable List<SubscriptionEntry> subscriptions,
    @Meaning("All certificates about it, the newest first; of a single member only.")
        @Nullable List<CertificateEntry> certificates) {
  private static final List<String> KINDS =
      List.of("DIRECT", "CLOUD", "DEPIN", "MIGRATION", "REPORTER", "ANALYTICS", "COMPLIANCE");

  /// What became of it in the register.
  record Past(
      List<StatusEntry> history,
      List<SubscriptionEntry> subscriptions,
      List<CertificateEntry> certificates) {}

  static ProviderEntry of(
      MemberEntry member,
      Standing standing,
      boolean listed,
      Standings.Stake stake,
      Optional<ReputationEntry> reputation,
      Optional<Past> past) {
    return new ProviderEntry(
        member.id(),
        kinds(member.kinds()),
        standing.status(),
        member.owner(),
        member.payout(),
        member.nodeKey(),
        member.endpoint(),
        listed,
        standing.paidUntil().orElse(null),
        standing.certified(),
        stake.free(),
        stake.committed(),
        member.confirmedEpochs(),
        member.missedEpochs(),
        reputation.orElse(null),
        member.offerNonce(),
        member.registeredAt(),
        past.map(Past::history).orElse(null),
        past.map(Past::subscriptions).orElse(null),
        past.map(Past::certificates).orElse(null));
  }

  private static List<String> kinds(int mask) {
    return java.util.stream.IntStream.range(0, KINDS.size())
        .filter(bit -> (mask >> bit & 1) == 1)
        .mapToObj(KINDS::get)
        .toList();
  }
}
