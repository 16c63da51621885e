package network.flashback.market.listing;

import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.MemberEntry;

/// The register as a listing: members and records from the events, stake from the chain.
public final class Providers {
  private final ChainIndex index;
  private final Standings standings;
  private final Markets markets;

  public Providers(ChainIndex index, Standings standings, Markets markets) {
    this.index = index;
    this.standings = standings;
    this.markets = markets;
  }

  public List<ProviderEntry> all() {
    var members = index.members();
    if (members.isEmpty()) {
      return List.of();
    }
    var token = markets.market(1).address();
    return members.stream().map(member -> entry(member, token)).toList();
  }

  public Optional<ProviderEntry> provider(long id) {
    return all().stream().filter(provider -> provider.id() == id).findFirst();
  }

  private ProviderEntry entry(MemberEntry member, Address token) {
    return ProviderEntry.of(
        member, standings.listed(member.id()).listed(), standings.stake(member.id(), token));
  }
}
