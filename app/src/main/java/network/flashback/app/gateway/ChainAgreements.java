package network.flashback.app.gateway;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.ProviderView;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.SlaView;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.Agreements;

/// The SLAs that this gateway's grants are about, read again with every block.
public final class ChainAgreements implements Agreements {
  private final Contracts contracts;
  private final ChainGrants grants;
  private final Address sessionKey;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<Bytes32, SlaOpening> openings = new HashMap<>();
  private final Map<AgreementId, TreeHash> treeHashes = new ConcurrentHashMap<>();
  private volatile Map<Bytes32, SlaView> views = Map.of();
  private volatile Map<Bytes32, Sla> slas = Map.of();

  public ChainAgreements(Contracts contracts, ChainGrants grants, Address sessionKey) {
    this.contracts = contracts;
    this.grants = grants;
    this.sessionKey = sessionKey;
  }

  @Override
  public Optional<Sla> sla(Bytes32 id) {
    return Optional.ofNullable(slas.get(id));
  }

  @Override
  public List<Sla> slas() {
    return List.copyOf(slas.values());
  }

  @Override
  public void onChange(Runnable action) {
    listeners.add(action);
  }

  /// The SLAs as the chain shows them, with what was signed.
  Map<Bytes32, SlaView> views() {
    return views;
  }

  /// The agreements that have started and are not over.
  List<AgreementId> running() {
    return views.values().stream()
        .flatMap(view -> view.agreements().stream())
        .filter(
            agreement ->
                agreement.state() == AgreementState.ACTIVE
                    || agreement.state() == AgreementState.NOTICE)
        .map(AgreementView::id)
        .toList();
  }

  SlaOpening openingOf(Bytes32 slaId) {
    synchronized (openings) {
      return openings.computeIfAbsent(slaId, id -> SlaOpening.read(contracts, id));
    }
  }

  /// Reads everything again and tells the listeners when something changed.
  void refresh() {
    var newViews = new HashMap<Bytes32, SlaView>();
    var newSlas = new HashMap<Bytes32, Sla>();
    var providers = new HashMap<Long, ProviderView>();
    for (var id : grants.slas()) {
      var view = contracts.lens().sla(id);
      if (view.state() == SlaState.NONE) {
        continue;
      }
      newViews.put(id, view);
      if (view.state() != SlaState.ENDED) {
        newSlas.put(id, sla(view, providers));
      }
    }
    boolean changed = !newSlas.equals(slas);
    views = Map.copyOf(newViews);
    slas = Map.copyOf(newSlas);
    if (changed) {
      listeners.forEach(Runnable::run);
    }
  }

  private Sla sla(SlaView view, Map<Long, ProviderView> providers) {
    var opening = currentOpening(view);
    var terms = opening.terms();
    var legs = new AgreementView[terms.totalShards()];
    // In the order of opening, so that the newest agreement of a leg stays.
    for (var agreement : view.agreements()) {
      legs[opening.leg(agreement.id()).legIndex()] = agreement;
    }
    var cap = contracts.grants().voucherCapOf(view.consumer(), view.id(), sessionKey);
    var all = new ArrayList<Leg>();
    var classes = EnumSet.noneOf(StorageClass.class);
    for (var agreement : legs) {
      StorageClass.ofCode(opening.leg(agreement.id()).offer().offerClass()).ifPresent(classes::add);
      var provider =
          providers.computeIfAbsent(agreement.providerId(), id -> contracts.lens().provider(id));
      all.add(leg(agreement, provider, opening, cap, treeHash(agreement)));
    }
    return new Sla(view.id(), Redundancy.of(terms.dataShards(), terms.totalShards()), all, classes);
  }

  /// Read again when a leg was replaced since.
  private SlaOpening currentOpening(SlaView view) {
    var ids = view.agreements().stream().map(AgreementView::id).toList();
    synchronized (openings) {
      var known = openings.get(view.id());
      if (known == null || !known.legs().keySet().containsAll(ids)) {
        known = SlaOpening.read(contracts, view.id());
        openings.put(view.id(), known);
      }
      return known;
    }
  }

  /// What the first revision fixed, asked for once. Before it the gateway is free to choose.
  private TreeHash treeHash(AgreementView agreement) {
    if (agreement.state() == AgreementState.OPEN) {
      return TreeHash.STANDARD;
    }
    return treeHashes.computeIfAbsent(
        agreement.id(), id -> contracts.possession().treeHashOf(id).orElse(TreeHash.STANDARD));
  }

  private static Leg leg(
      AgreementView agreement,
      ProviderView provider,
      SlaOpening opening,
      BigInteger cap,
      TreeHash treeHash) {
    AgreementId id = agreement.id();
    return new Leg(
        id.value(),
        agreement.providerId(),
        provider.nodeKey(),
        URI.create(provider.endpoint()),
        opening.leg(id).offer().egressPerGib(),
        agreement.egressEscrow().min(cap),
        treeHash,
        switch (agreement.state()) {
          case OPEN -> State.STARTING;
          case ACTIVE -> State.LIVE;
          // Notice runs for days in which the consumer still pays for the capacity.
          case NOTICE -> State.LIVE;
          case BREACHED -> State.READABLE;
          case NONE, CLOSED, VOID -> State.GONE;
        });
  }
}
