package network.flashback.node;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.chain.Call;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.AuditAnswer;
import network.flashback.chain.contract.Challenge;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Orchestrator;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.PossessionVerifier;
import network.flashback.chain.contract.QualityOracle;
import network.flashback.chain.contract.RandomBeacon;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.TargetedChallenge;
import network.flashback.chain.contract.TargetedChallenges;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.node.store.Cosigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chain of a real node: the contracts, and the wallet that pays for its transactions.
public final class ContractsOnChain implements Agreements, ProviderOnChain {
  private static final Logger LOG = LoggerFactory.getLogger(ContractsOnChain.class);

  private final Contracts contracts;
  private final OwnTransactions transactions;
  private final long providerId;
  private final Optional<Wei> claimGasMost;
  private final Orchestrator orchestrator;
  private final PossessionVerifier possession;
  private final RandomBeacon beacon;
  private final TargetedChallenges targeted;
  private final Schedule schedule;

  /// @param sender of the node's own wallet, which nobody else sends from
  public ContractsOnChain(Contracts contracts, TransactionSender sender, long providerId) {
    this(contracts, sender, providerId, Optional.empty());
  }

  /// @param sender of the node's own wallet, which nobody else sends from
  /// @param claimGasMost what a gas may cost when pay is collected
  public ContractsOnChain(
      Contracts contracts, TransactionSender sender, long providerId, Optional<Wei> claimGasMost) {
    this.claimGasMost = claimGasMost;
    this.contracts = contracts;
    this.transactions = new OwnTransactions(sender);
    this.providerId = providerId;
    this.orchestrator = contracts.orchestrator();
    this.possession = contracts.possession();
    this.beacon = contracts.beacon();
    this.targeted = contracts.targeted();
    this.schedule = orchestrator.schedule();
  }

  @Override
  public boolean isGasDear() {
    return claimGasMost.isPresent()
        && contracts.chain().head().baseFeePerGas().compareTo(claimGasMost.get()) > 0;
  }

  @Override
  public long reservedBytes() {
    return contracts.orchestrator().reservedOf(providerId);
  }

  @Override
  public AgreementView agreement(AgreementId id) {
    return orchestrator.agreement(id);
  }

  @Override
  public boolean allows(Address consumer, Bytes32 slaId, Address key, int rights) {
    return contracts.grants().allows(consumer, slaId, key, rights);
  }

  @Override
  public BigInteger voucherCapOf(Address consumer, Bytes32 slaId, Address key) {
    return contracts.grants().voucherCapOf(consumer, slaId, key);
  }

  @Override
  public Optional<BigInteger> egressPerGib(AgreementId id) {
    try {
      var opening = SlaOpening.read(contracts, orchestrator.agreement(id).slaId());
      return Optional.of(opening.leg(id).offer().egressPerGib());
    } catch (IllegalStateException openedByAnother) {
      return Optional.empty();
    }
  }

  @Override
  public Set<Address> reporterKeys() {
    return contracts.quality().reporters().stream()
        .map(QualityOracle.Reporter::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public int certifierScopes(Address wallet) {
    return contracts.certificates().certifierScopesOf(wallet);
  }

  @Override
  public long committedSequence(AgreementId id) {
    return possession.revisionOf(id).sequence();
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Head head() {
    var head = contracts.chain().head();
    return new Head(head.number(), head.timestamp().getEpochSecond());
  }

  @Override
  public long offerLifeSeconds() {
    return orchestrator.offerLifeSeconds();
  }

  @Override
  public long offerNonce() {
    return orchestrator.offerNonceOf(providerId);
  }

  @Override
  public List<AgreementId> units() {
    return possession.unitsOf(providerId);
  }

  @Override
  public Committed committed(AgreementId id) {
    var newest = possession.revisionOf(id);
    return new Committed(newest.sequence(), newest.leaves(), newest.effectiveEpoch());
  }

  @Override
  public long auditedSequence(AgreementId id, long epoch) {
    return possession.auditedRevisionOf(id, epoch).sequence();
  }

  @Override
  public Optional<Bytes32> seedOf(long epoch) {
    return beacon.seedOf(epoch);
  }

  @Override
  public long seededAtOf(long epoch) {
    return beacon.seededAtOf(epoch);
  }

  @Override
  public long roundOf(long epoch) {
    return beacon.roundOf(epoch);
  }

  @Override
  public boolean isConfirmed(long epoch) {
    return orchestrator.isConfirmed(providerId, epoch);
  }

  @Override
  public List<Challenge> challengesOf(long epoch) {
    return possession.challengesOf(providerId, epoch);
  }

  @Override
  public List<TargetedChallenge> asked() {
    return targeted.openOf(providerId).stream()
        .flatMap(id -> targeted.challengeOf(id).stream())
        .toList();
  }

  @Override
  public OptionalLong finalEpoch(int market) {
    return orchestrator.finalEpoch(market);
  }

  @Override
  public BigInteger payable(List<AgreementId> ids) {
    return orchestrator.payable(ids).stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  @Override
  public BigInteger earningsOf(int market) {
    return orchestrator.earningsOf(providerId, market);
  }

  @Override
  public BigInteger bondsOf(int market) {
    return targeted.claimableOf(payout(), orchestrator.market(market).token());
  }

  @Override
  public void postSeed(long epoch, Bytes signature) {
    try {
      send(beacon.post(epoch, signature));
    } catch (RevertedException refused) {
      if (!isOvertaken(refused)) {
        throw refused;
      }
      LOG.debug("The seed of epoch {} was posted by somebody else: {}", epoch, refused.reason());
    }
  }

  /// Whether another's seed was first: on the chain, about to be, or in the very block, whose
  /// parent's state gives no reason.
  private static boolean isOvertaken(RevertedException refused) {
    return refused
        .failure()
        .map(failure -> failure.name().equals("AlreadySeeded"))
        .orElse(refused.receipt().isPresent());
  }

  @Override
  public void commit(AgreementId id, Cosigned revision) {
    send(
        possession.commit(
            revision.revision(id), revision.consumer().toBytes(), revision.provider().toBytes()));
  }

  @Override
  public void audit(long epoch, List<AuditAnswer> answers) {
    send(possession.auditAnswering(providerId, epoch, answers));
  }

  @Override
  public void answer(AgreementId id, PossessionTerms proof) {
    send(targeted.answer(id, proof));
  }

  @Override
  public void claimBonds(int market) {
    send(targeted.claim(payout(), orchestrator.market(market).token()));
  }

  @Override
  public void claim(Voucher voucher, Bytes signature) {
    send(orchestrator.claimVoucher(voucher, signature));
  }

  @Override
  public void settle(List<AgreementId> ids) {
    send(orchestrator.settleMany(ids));
  }

  @Override
  public void end(AgreementId id) {
    send(orchestrator.end(id));
  }

  @Override
  public BigInteger mandateSpent(Bytes32 mandate) {
    return orchestrator.mandateSpentOf(mandate);
  }

  @Override
  public void renew(RenewalMandate mandate, Renewal renewal, Renewal.Signatures signatures) {
    send(orchestrator.renew(mandate, renewal, signatures));
  }

  @Override
  public BigInteger withdraw(int market) {
    return orchestrator.withdrawnNet(send(orchestrator.withdrawEarnings(providerId, market)));
  }

  private Address payout() {
    return contracts.registry().payoutOf(providerId);
  }

  @Override
  public void awaitSent() {
    transactions.await();
  }

  private Receipt send(Call call) {
    return transactions.send(call);
  }
}
