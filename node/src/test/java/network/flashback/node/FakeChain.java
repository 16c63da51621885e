package network.flashback.node;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.AuditAnswer;
import network.flashback.chain.contract.Challenge;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.TargetedChallenge;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.Challenges;
import network.flashback.node.store.Cosigned;

/// The contracts as far as a node sees them, for one provider, with a clock that tests turn. Draws
/// challenges like the real one, but believes every proof it is given.
public final class FakeChain implements Agreements, ProviderOnChain {
  public static final long PROVIDER = 7;
  public static final AgreementId AGREEMENT =
      new AgreementId(
          BigInteger.valueOf(PROVIDER).shiftLeft(64).or(BigInteger.valueOf(1L << 48 | 1)));
  public static final Bytes32 SLA = Bytes32.of(77);

  public final PrivateKey consumer = PrivateKey.of(Bytes32.of(101));
  public final Map<Address, Integer> grants = new HashMap<>();
  public final Set<Address> reporters = new HashSet<>();

  /// Scopes by certifier.
  public final Map<Address, Integer> certifiers = new HashMap<>();

  public final Map<Long, Long> seededAt = new TreeMap<>();
  public final Map<Long, List<AuditAnswer>> audits = new TreeMap<>();
  public final TreeMap<Long, Cosigned> commits = new TreeMap<>();
  public final List<Voucher> claims = new ArrayList<>();
  public final List<String> sent = new ArrayList<>();
  public volatile boolean silent;
  public final Map<AgreementId, TargetedChallenge> asked = new HashMap<>();
  public final List<PossessionTerms> answers = new ArrayList<>();
  public boolean refusesClaims;
  public boolean gasIsDear;
  public BigInteger bonds = BigInteger.ZERO;
  public BigInteger mandateSpent = BigInteger.ZERO;
  public final List<Renewal> renewals = new ArrayList<>();
  public volatile AgreementState state = AgreementState.ACTIVE;
  public long capacityBytes = 1 << 20;
  public long uncommittedBytes;
  public BigInteger egressEscrow = BigInteger.valueOf(1_000_000);
  public Optional<BigInteger> egressPerGib = Optional.empty();
  public BigInteger egressClaimed = BigInteger.ZERO;
  public BigInteger voucherCap = BigInteger.valueOf(1_000_000);
  public BigInteger earnings = BigInteger.ZERO;
  public BigInteger rate = BigInteger.ONE.shiftLeft(32);
  public long endEpoch = 1000;
  public long clockSeconds;
  public OptionalLong finalEpoch = OptionalLong.empty();
  private volatile long now = 1_000_000;

  private final Schedule schedule = new Schedule(1_000_000, 30, 7, 7, 7);

  public void at(long second) {
    now = second;
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Head head() {
    return answer(new Head(now - 999_000, now));
  }

  @Override
  public boolean isGasDear() {
    return gasIsDear;
  }

  @Override
  public long offerLifeSeconds() {
    return 3600;
  }

  @Override
  public long offerNonce() {
    return answer(3L);
  }

  @Override
  public List<AgreementId> units() {
    return answer(commits.isEmpty() ? List.of() : List.of(AGREEMENT));
  }

  @Override
  public long reservedBytes() {
    return answer((state.isLive() && !commits.isEmpty() ? capacityBytes : 0) + uncommittedBytes);
  }

  @Override
  public AgreementView agreement(AgreementId id) {
    return answer(
        new AgreementView(
            id,
            SLA,
            id.providerId(),
            1,
            consumer.address(),
            id.equals(AGREEMENT) ? state : AgreementState.NONE,
            capacityBytes,
            BigInteger.valueOf(1_000_000),
            rate,
            clockSeconds,
            0,
            1,
            endEpoch,
            0,
            0,
            BigInteger.ZERO,
            egressEscrow,
            egressClaimed,
            BigInteger.ZERO));
  }

  @Override
  public boolean allows(Address of, Bytes32 slaId, Address key, int rights) {
    return answer((grants.getOrDefault(key, 0) & rights) == rights);
  }

  @Override
  public BigInteger voucherCapOf(Address of, Bytes32 slaId, Address key) {
    return answer(voucherCap);
  }

  @Override
  public Optional<BigInteger> egressPerGib(AgreementId id) {
    return egressPerGib;
  }

  @Override
  public Set<Address> reporterKeys() {
    return answer(Set.copyOf(reporters));
  }

  @Override
  public int certifierScopes(Address wallet) {
    return answer(certifiers.getOrDefault(wallet, 0));
  }

  @Override
  public long committedSequence(AgreementId id) {
    return committed(id).sequence();
  }

  @Override
  public Committed committed(AgreementId id) {
    var newest = commits.lastEntry();
    return answer(
        newest == null
            ? new Committed(0, 0, 0)
            : new Committed(
                newest.getValue().sequence(), newest.getValue().leaves(), newest.getKey()));
  }

  @Override
  public long auditedSequence(AgreementId id, long epoch) {
    var entry = commits.floorEntry(epoch);
    return answer(entry == null ? 0L : entry.getValue().sequence());
  }

  @Override
  public Optional<Bytes32> seedOf(long epoch) {
    return answer(
        seededAt.containsKey(epoch)
            ? Optional.of(Keccak256.hash(new byte[] {(byte) epoch}))
            : Optional.empty());
  }

  @Override
  public long seededAtOf(long epoch) {
    return answer(seededAt.getOrDefault(epoch, 0L));
  }

  @Override
  public long roundOf(long epoch) {
    return answer(1000 + epoch);
  }

  @Override
  public boolean isConfirmed(long epoch) {
    return answer(audits.containsKey(epoch));
  }

  private long confirmedSeconds() {
    return answer(audits.size() * schedule.epochSeconds());
  }

  @Override
  public List<Challenge> challengesOf(long epoch) {
    var revision = commits.floorEntry(epoch).getValue();
    var unit = new Challenges.AuditedUnit(AGREEMENT.value(), rate, revision.leaves());
    return Challenges.of(seedOf(epoch).orElseThrow(), PROVIDER, List.of(unit), 5).stream()
        .map(drawn -> new Challenge(new AgreementId(drawn.agreementId()), drawn.index()))
        .toList();
  }

  @Override
  public List<TargetedChallenge> asked() {
    return answer(List.copyOf(asked.values()));
  }

  @Override
  public BigInteger bondsOf(int market) {
    return answer(bonds);
  }

  @Override
  public void answer(AgreementId id, PossessionTerms proof) {
    tell("answer");
    answers.add(proof);
    bonds = bonds.add(Objects.requireNonNull(asked.remove(id)).bond());
  }

  @Override
  public void claimBonds(int market) {
    tell("claim bonds " + bonds);
    bonds = BigInteger.ZERO;
  }

  @Override
  public OptionalLong finalEpoch(int market) {
    return answer(finalEpoch);
  }

  @Override
  public BigInteger payable(List<AgreementId> ids) {
    return answer(
        rate.shiftRight(32)
            .multiply(BigInteger.valueOf((confirmedSeconds() - clockSeconds) * ids.size())));
  }

  @Override
  public BigInteger earningsOf(int market) {
    return answer(earnings);
  }

  @Override
  public void awaitSent() {
    answer(now);
  }

  @Override
  public void postSeed(long epoch, Bytes signature) {
    tell("seed " + epoch);
    seededAt.put(epoch, now);
  }

  @Override
  public void commit(AgreementId id, Cosigned revision) {
    tell("commit " + revision.sequence());
    commits.put(schedule.epochAt(now) + 1, revision);
  }

  @Override
  public void audit(long epoch, List<AuditAnswer> answers) {
    tell("audit " + epoch);
    if (audits.putIfAbsent(epoch, answers) != null) {
      throw new ChainException("epoch " + epoch + " is confirmed already");
    }
  }

  @Override
  public void claim(Voucher voucher, Bytes signature) {
    if (refusesClaims) {
      throw new ChainException("the voucher is above the cap");
    }
    tell("claim " + voucher.cumulative());
    claims.add(voucher);
    egressClaimed = voucher.cumulative();
  }

  @Override
  public void settle(List<AgreementId> ids) {
    tell("settle");
    earnings = earnings.add(payable(ids));
    clockSeconds = confirmedSeconds();
  }

  @Override
  public void end(AgreementId id) {
    tell("end");
    state = AgreementState.CLOSED;
  }

  @Override
  public BigInteger mandateSpent(Bytes32 mandate) {
    return answer(mandateSpent);
  }

  @Override
  public void renew(RenewalMandate mandate, Renewal renewal, Renewal.Signatures signatures) {
    endEpoch = answer(renewal.endEpoch());
    renewals.add(renewal);
  }

  @Override
  public BigInteger withdraw(int market) {
    var sent = earnings;
    tell("withdraw " + sent);
    earnings = BigInteger.ZERO;
    return sent;
  }

  private void tell(String what) {
    answer(what);
    sent.add(what);
  }

  private <T> T answer(T value) {
    if (silent) {
      throw new ChainException("The chain's node does not answer.");
    }
    return value;
  }
}
