package network.flashback.settlement.reporter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.flashback.chain.Block;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PromiseHashes;
import network.flashback.chain.contract.ProviderView;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.Attempt;
import network.flashback.settlement.ledger.Attempts;
import network.flashback.settlement.ledger.FeeShares;

/// The contracts, as a reporter sees them.
public final class ContractReporterChain implements ReporterChain {
  private final Contracts contracts;
  private final Attempts attempts;
  private final FeeShares fees;
  private final Schedule schedule;
  private final PromiseHashes promises;

  /// Sees and changes the contracts.
  ///
  /// @param sender of the reporter's own wallet
  public ContractReporterChain(Contracts contracts, TransactionSender sender) {
    this.contracts = contracts;
    this.attempts = new Attempts(sender);
    this.fees = new FeeShares(contracts, attempts, sender.address());
    this.schedule = contracts.orchestrator().schedule();
    this.promises = new PromiseHashes(contracts);
  }

  @Override
  public long chainId() {
    return contracts.chain().id();
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Block head() {
    return contracts.chain().head();
  }

  @Override
  public List<Target> targets(long epoch) {
    List<Target> targets = new ArrayList<>();
    for (ProviderView provider : providers()) {
      // Also of a provider that left the listing: its agreements go on, and so does what it
      // promised.
      if ((provider.kinds() & Registry.DIRECT) == 0) {
        continue;
      }
      for (AgreementId id : contracts.possession().unitsOf(provider.id())) {
        if (isPaidFor(contracts.orchestrator().agreement(id), epoch)) {
          targets.add(new Target(id, provider.endpoint(), provider.nodeKey()));
        }
      }
    }
    return targets;
  }

  private List<ProviderView> providers() {
    List<ProviderView> all = new ArrayList<>();
    List<ProviderView> page = contracts.lens().providers(1);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = contracts.lens().providers(page.getLast().id() + 1);
    }
    return all;
  }

  private static boolean isPaidFor(AgreementView agreement, long epoch) {
    return isRunning(agreement) && agreement.startEpoch() <= epoch && epoch < agreement.endEpoch();
  }

  private static boolean isRunning(AgreementView agreement) {
    return agreement.state() == AgreementState.ACTIVE || agreement.state() == AgreementState.NOTICE;
  }

  @Override
  public List<Commitment> commitmentsOf(AgreementId id, long epoch) {
    if (!isRunning(contracts.orchestrator().agreement(id))) {
      return List.of();
    }
    var newest = contracts.possession().revisionOf(id);
    var audited = contracts.possession().auditedRevisionOf(id, epoch);
    var treeHash = contracts.possession().treeHashOf(id).orElse(TreeHash.STANDARD);
    return Stream.of(
            new Commitment(newest.root(), newest.leaves(), newest.sequence(), treeHash),
            new Commitment(audited.root(), audited.leaves(), audited.sequence(), treeHash))
        .filter(commitment -> commitment.leaves() > 0)
        .distinct()
        .toList();
  }

  @Override
  public Optional<Bytes32> promiseOf(AgreementId id) {
    return promises.of(id);
  }

  @Override
  public List<Peer> reportersOf(long epoch) {
    return contracts.quality().committeeOf(epoch).stream()
        .map(r -> new Peer(r.key(), contracts.registry().endpointOf(r.id())))
        .sorted(Comparator.comparing(Peer::key))
        .toList();
  }

  @Override
  public int quorumOf(long epoch) {
    return contracts.quality().quorumOf(epoch);
  }

  @Override
  public Optional<Bytes32> seedOf(long epoch) {
    return contracts.beacon().seedOf(epoch);
  }

  @Override
  public boolean isPosted(long epoch) {
    return contracts.quality().rootOf(epoch).postedAt() != 0;
  }

  @Override
  public Attempt post(QualityRoot root, List<Bytes> signatures) {
    return attempts.send(contracts.quality().post(root, signatures));
  }

  @Override
  public BigInteger collectFees(long epoch) {
    return fees.collect(epoch);
  }

  @Override
  public Domain domain() {
    return contracts.quality().domain();
  }

  @Override
  public Address oracle() {
    return contracts.quality().address();
  }
}
