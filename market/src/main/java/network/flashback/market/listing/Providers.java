package network.flashback.market.listing;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.market.Reputations;
import network.flashback.market.indexer.CertificateEntry;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.MemberEntry;
import network.flashback.market.indexer.RegisterIndex;
import network.flashback.market.indexer.RegisterIndex.Standing;

/// The register as a listing: members, certificates and records from the events, stake from the
/// chain.
public final class Providers {
  private static final int CERTIFICATES_MAX = 100;
  private static final Standing UNKNOWN =
      new Standing(Registry.Status.NONE, Optional.empty(), List.of());

  private final ChainIndex index;
  private final RegisterIndex register;
  private final Standings standings;
  private final Markets markets;
  private final Reputations reputations;
  private final InstantSource clock;

  public Providers(
      ChainIndex index,
      RegisterIndex register,
      Standings standings,
      Markets markets,
      Reputations reputations,
      InstantSource clock) {
    this.index = index;
    this.register = register;
    this.standings = standings;
    this.markets = markets;
    this.reputations = reputations;
    this.clock = clock;
  }

  public List<ProviderEntry> all() {
    var members = index.members();
    if (members.isEmpty()) {
      return List.of();
    }
    var token = markets.market(1).address();
    var known = register.standings(now());
    return members.stream().map(member -> entry(member, known, token, Optional.empty())).toList();
  }

  /// A member with all that became of it.
  public Optional<ProviderEntry> provider(long id) {
    return index.members().stream()
        .filter(member -> member.id() == id)
        .findFirst()
        .map(
            member ->
                entry(
                    member,
                    register.standings(now()),
                    markets.market(1).address(),
                    Optional.of(past(id))));
  }

  /// Certificates, the newest first.
  ///
  /// @param before only older ones than this id
  public List<CertificateEntry> certificates(
      Optional<Long> provider, Optional<Long> before, int limit) {
    return register.certificates(provider, before, now(), limit);
  }

  private ProviderEntry.Past past(long id) {
    return new ProviderEntry.Past(
        register.changes(id),
        register.subscriptions(id),
        certificates(Optional.of(id), Optional.empty(), CERTIFICATES_MAX));
  }

  private ProviderEntry entry(
      MemberEntry member,
      Map<Long, Standing> known,
      Address token,
      Optional<ProviderEntry.Past> past) {
    return ProviderEntry.of(
        member,
        known.getOrDefault(member.id(), UNKNOWN),
        standings.listed(member.id()).listed(),
        standings.stake(member.id(), token),
        reputations.of(member.id()),
        past);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
