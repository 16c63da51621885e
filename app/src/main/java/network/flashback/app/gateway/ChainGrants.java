package network.flashback.app.gateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.GrantView;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Grants;

/// Grants to this gateway's session key, read again with every block: a revocation acts a block
/// later.
public final class ChainGrants implements Grants {
  /// The version of S3 secrets; rotation raises it for all keys of a grant.
  private static final int KEY_VERSION = 1;

  private final Contracts contracts;
  private final Address sessionKey;
  private final InstantSource clock;
  private final Map<Long, GrantView> known = new ConcurrentHashMap<>();
  private long nextBlock;

  public ChainGrants(Contracts contracts, Address sessionKey, InstantSource clock) {
    this.contracts = contracts;
    this.sessionKey = sessionKey;
    this.clock = clock;
    this.nextBlock = contracts.deployment().block();
  }

  @Override
  public Optional<Grant> grant(long id) {
    return Optional.ofNullable(known.get(id)).map(this::grant);
  }

  @Override
  public List<Grant> under(Bytes32 slaId) {
    return known.values().stream()
        .filter(view -> view.slaId().equals(slaId))
        .map(this::grant)
        .toList();
  }

  /// The SLAs that some grant is about, ended grants included: their data may still have to be
  /// repaired or read back.
  Set<Bytes32> slas() {
    return Set.copyOf(known.values().stream().map(GrantView::slaId).toList());
  }

  /// Whether the session key may do this for the SLA now.
  boolean allows(Bytes32 slaId, int rights) {
    long now = clock.instant().getEpochSecond();
    return known.values().stream()
        .anyMatch(
            grant -> grant.slaId().equals(slaId) && grant.isLive(now) && grant.allows(rights));
  }

  /// Reads what is new and what may have changed.
  void refresh() {
    long height = contracts.chain().height();
    var ids = new ArrayList<>(known.keySet());
    if (height >= nextBlock) {
      ids.addAll(granted(nextBlock, height));
      nextBlock = height + 1;
    }
    for (var id : ids) {
      known.put(id, contracts.grants().grantOf(id));
    }
  }

  private List<Long> granted(long from, long to) {
    var contract = contracts.grants().contract();
    var topics =
        List.of(
            List.of(contract.abi().event("Granted").topic()),
            List.<Bytes32>of(),
            List.<Bytes32>of(),
            List.of(sessionKey.toWord()));
    return contracts
        .chain()
        .logs(new LogFilter(Set.of(contract.address()), topics), from, to)
        .stream()
        .map(log -> log.topics().get(1).toInteger().longValueExact())
        .toList();
  }

  private Grant grant(GrantView view) {
    var rights = EnumSet.noneOf(Right.class);
    if (view.allows(Rights.READ)) {
      rights.add(Right.READ);
    }
    if (view.allows(Rights.WRITE)) {
      rights.add(Right.WRITE);
    }
    var state = view.isLive(clock.instant().getEpochSecond()) ? State.ACTIVE : State.REVOKED;
    return new Grant(
        view.id(),
        view.consumer(),
        view.slaId(),
        rights,
        view.scope(),
        Instant.ofEpochSecond(view.expiry()),
        state,
        KEY_VERSION);
  }
}
