package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.market.indexer.MemberEntry;
import network.flashback.market.json.Meaning;

/// A member of the register in the listing.
@Meaning("A member of the register with its record.")
public record ProviderEntry(
    long id,
    @Meaning("DIRECT, CLOUD, DEPIN, SERVICE_PROVIDER, REPORTER.") List<String> kinds,
    Address owner,
    Address payout,
    Address nodeKey,
    @Meaning("Base URL of its node.") String endpoint,
    @Meaning("Whether its stake buys the listing.") boolean listed,
    @Meaning("Stake in the first market's token that may still be committed, token units.")
        BigInteger freeStake,
    @Meaning("Stake in that token that is collateral now, token units.") BigInteger committedStake,
    @Meaning("Epochs in which it proved possession.") long confirmedEpochs,
    @Meaning("Penalties of its agreements.") long missedEpochs,
    @Meaning("Nonce that its offers must carry.") long offerNonce,
    @Meaning("Unix second of the registration.") long registeredAt) {
  private static final List<String> KINDS =
      List.of("DIRECT", "CLOUD", "DEPIN", "SERVICE_PROVIDER", "REPORTER");

  static ProviderEntry of(MemberEntry member, boolean listed, Standings.Stake stake) {
    return new ProviderEntry(
        member.id(),
        kinds(member.kinds()),
        member.owner(),
        member.payout(),
        member.nodeKey(),
        member.endpoint(),
        listed,
        stake.free(),
        stake.committed(),
        member.confirmedEpochs(),
        member.missedEpochs(),
        member.offerNonce(),
        member.registeredAt());
  }

  private static List<String> kinds(int mask) {
    return java.util.stream.IntStream.range(0, KINDS.size())
        .filter(bit -> (mask >> bit & 1) == 1)
        .mapToObj(KINDS::get)
        .toList();
  }
}
