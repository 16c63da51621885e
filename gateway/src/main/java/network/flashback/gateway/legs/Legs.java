package network.flashback.gateway.legs;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.erasure.ErasureCodes;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.ObjectStores;
import network.flashback.gateway.metadata.EgressLedgers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open stores of all legs, following the agreements as they change.
public final class Legs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Legs.class);

  private final Agreements agreements;
  private final ObjectStores stores;
  private final EgressLedgers ledgers;
  private final InstantSource clock;
  private final Map<BigInteger, LegStore> open = new HashMap<>();
  private final Map<Redundancy, ErasureCode> codes = new HashMap<>();

  /// @param ledgers what was read and promised, per agreement
  public Legs(
      Agreements agreements, ObjectStores stores, EgressLedgers ledgers, InstantSource clock) {
    this.agreements = agreements;
    this.stores = stores;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  /// An SLA as it is now.
  public Optional<Sla> sla(Bytes32 id) {
    return agreements.sla(id);
  }

  /// Every SLA there is.
  public List<Sla> slas() {
    return agreements.slas();
  }

  /// The store of a leg; empty when it cannot be opened or the leg is gone.
  public Optional<LegStore> store(Leg leg) {
    if (leg.state() == Agreements.State.GONE) {
      return Optional.empty();
    }
    synchronized (open) {
      var known = open.get(leg.agreementId());
      if (known != null && sameStore(known.leg(), leg)) {
        return Optional.of(known);
      }
      try {
        var opened = new LegStore(leg, stores.open(leg, ledgers.of(leg.agreementId())), clock);
        open.put(leg.agreementId(), opened);
        if (known != null) {
          known.store().close();
        }
        return Optional.of(opened);
      } catch (IOException e) {
        LOG.warn("store of agreement {} cannot be opened: {}", leg.agreementId(), e.getMessage());
        return Optional.empty();
      }
    }
  }

  /// The store of an agreement of an SLA, by agreement id.
  public Optional<LegStore> store(Sla sla, BigInteger agreementId) {
    return sla.legs().stream()
        .filter(leg -> leg.agreementId().equals(agreementId))
        .findFirst()
        .flatMap(this::store);
  }

  /// The stores of all legs of all SLAs that can be used.
  public List<LegStore> all() {
    var all = new ArrayList<LegStore>();
    for (Sla sla : agreements.slas()) {
      for (Leg leg : sla.legs()) {
        store(leg).ifPresent(all::add);
      }
    }
    return all;
  }

  /// The code of a redundancy, tested once.
  public ErasureCode code(Redundancy redundancy) {
    synchronized (codes) {
      return codes.computeIfAbsent(
          redundancy,
          r -> {
            var code = ErasureCodes.fastest(r.dataShards(), r.providersNeeded());
            LOG.info("{} is coded by {}", r, code.name());
            return code;
          });
    }
  }

  /// Closes stores that no SLA has any more.
  public void forgetGone() {
    Set<BigInteger> wanted =
        agreements.slas().stream()
            .flatMap(sla -> sla.legs().stream())
            .map(Leg::agreementId)
            .collect(Collectors.toSet());
    synchronized (open) {
      var gone = open.keySet().stream().filter(id -> !wanted.contains(id)).toList();
      for (BigInteger id : gone) {
        var closing = open.remove(id);
        if (closing != null) {
          closing.store().close();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(leg -> leg.store().close());
      open.clear();
    }
  }

  private static boolean sameStore(Leg one, Leg other) {
    return one.endpoint().equals(other.endpoint())
        && one.nodeKey().equals(other.nodeKey())
        && one.voucherCeiling().equals(other.voucherCeiling());
  }
}
