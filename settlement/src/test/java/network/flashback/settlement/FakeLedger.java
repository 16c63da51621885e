package network.flashback.settlement;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.chain.Block;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.SlaView;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// The contracts' rules about epochs, in memory: one SLA, one market, and a log of what was done.
final class FakeLedger implements EpochLedger {
  static final Schedule SCHEDULE = new Schedule(1_000, 100, 25, 25, 25);
  static final Bytes32 SLA = Bytes32.of(77);

  final Map<AgreementId, AgreementView> agreements = new TreeMap<>();
  final Map<AgreementId, RateChange.Newest> changes = new HashMap<>();
  final Map<Long, Long> seeds = new HashMap<>();
  final Map<Long, Posted> roots = new HashMap<>();
  final Set<String> confirmed = new HashSet<>();
  final Set<String> credited = new HashSet<>();
  final List<String> done = new ArrayList<>();
  final Set<AgreementId> unsettled = new HashSet<>();
  long now = SCHEDULE.genesis();
  long fork;

  /// The first block that is another one on the fork; a block is as high as its second.
  long forkedFrom;

  long secondsOfADeed;
  long turnSeconds;
  boolean down;

  /// Whether the books list the agreements from behind.
  boolean reversed;

  Optional<BigInteger> bounty = Optional.empty();
  int deedsUntilKilled = Integer.MAX_VALUE;

  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static AgreementId id(long provider) {
    return new AgreementId(
        BigInteger.valueOf(provider).shiftLeft(64).add(BigInteger.ONE.shiftLeft(48)));
  }

  AgreementId agreement(long provider, AgreementState state, long startEpoch, long endEpoch) {
    AgreementId id = id(provider);
    put(view(id, state, startEpoch, endEpoch, 0));
    return id;
  }

  void confirm(long provider, long epoch) {
    confirmed.add(provider + "/" + epoch);
    unsettled.add(id(provider));
  }

  @Override
  public Schedule schedule() {
    return SCHEDULE;
  }

  @Override
  public Books books() {
    requireUp();
    var sla =
        new SlaView(
            SLA,
            SlaState.RUNNING,
            Address.ZERO,
            1,
            1,
            (int) agreements.values().stream().filter(a -> a.state().isLive()).count(),
            BigInteger.ZERO,
            reversed
                ? List.copyOf(agreements.values()).reversed()
                : List.copyOf(agreements.values()),
            changes);
    return new Books(head(), SCHEDULE.epochAt(now), List.of(sla));
  }

  @Override
  public long turnSeconds(long epoch) {
    return turnSeconds;
  }

  @Override
  public Block head() {
    requireUp();
    return new Block(now, hash(now), Bytes32.ZERO, Instant.ofEpochSecond(now), Wei.ZERO);
  }

  @Override
  public boolean holds(Block block) {
    requireUp();
    return block.hash().equals(hash(block.number()));
  }

  private Bytes32 hash(long block) {
    return Bytes32.of(block * 1_000 + (block >= forkedFrom ? fork : 0));
  }

  @Override
  public long seededAt(long epoch) {
    requireUp();
    return seeds.getOrDefault(epoch, 0L);
  }

  @Override
  public long roundOf(long epoch) {
    return epoch * 10;
  }

  @Override
  public Attempt postSeed(long epoch, Bytes signature) {
    if (seeds.containsKey(epoch)) {
      return declined("AlreadySeeded");
    }
    return deed("seed " + epoch, () -> seeds.put(epoch, now));
  }

  @Override
  public Optional<BigInteger> claimBounty() {
    var claimed = bounty;
    bounty = Optional.empty();
    return claimed;
  }

  @Override
  public List<Long> unconfirmed(long providerId, long from, long through) {
    List<Long> epochs = new ArrayList<>();
    for (long epoch = from; epoch <= through; epoch++) {
      if (!confirmed.contains(providerId + "/" + epoch)) {
        epochs.add(epoch);
      }
    }
    return epochs;
  }

  @Override
  public Posted qualityOf(long epoch) {
    return roots.getOrDefault(epoch, new Posted(Bytes32.ZERO, Bytes32.ZERO, 0));
  }

  @Override
  public OptionalLong finalEpoch(int market) {
    long silence = SCHEDULE.genesis() + 150;
    return now < silence
        ? OptionalLong.empty()
        : OptionalLong.of((now - silence) / SCHEDULE.epochSeconds());
  }

  @Override
  public AgreementView agreement(AgreementId id) {
    return java.util.Objects.requireNonNull(agreements.get(id));
  }

  @Override
  public Attempt executeBreach(long epoch, Breach breach) {
    String credit = breach.agreementId().providerId() + "/" + epoch;
    if (!confirmed.contains(credit) || credited.contains(credit)) {
      return declined("CreditOutsideWindow");
    }
    return deed("credit " + credit + " " + breach.creditBps(), () -> credited.add(credit));
  }

  @Override
  public Attempt penaliseMiss(AgreementId id, long epoch) {
    AgreementView agreement = agreement(id);
    long next = Math.max(agreement.startEpoch(), agreement.penalisedThrough());
    if (epoch < next) {
      return declined("PenalisedAlready");
    }
    boolean inOrder = unconfirmed(id.providerId(), next, epoch).getFirst() == epoch;
    long seeded = seeds.getOrDefault(epoch, 0L);
    boolean over = seeded != 0 && now > Math.max(seeded, SCHEDULE.endOf(epoch)) + 25;
    if (!over) {
      return declined("EpochNotMissed");
    }
    if (!inOrder) {
      return declined("PenaliseInOrder");
    }
    return deed(
        "miss " + id.providerId() + "/" + epoch,
        () ->
            put(
                view(
                    id,
                    agreement.state(),
                    agreement.startEpoch(),
                    agreement.endEpoch(),
                    epoch + 1)));
  }

  @Override
  public Attempt follow(AgreementId id) {
    return deed("follow " + id.providerId(), () -> {});
  }

  @Override
  public List<AgreementId> settleable(List<AgreementId> ids) {
    return ids.stream().filter(unsettled::contains).toList();
  }

  @Override
  public Attempt settle(List<AgreementId> ids) {
    return deed(
        "settle " + ids.stream().map(AgreementId::providerId).toList(),
        () -> unsettled.removeAll(Set.copyOf(ids)));
  }

  @Override
  public Attempt end(AgreementId id) {
    AgreementView agreement = agreement(id);
    var last = finalEpoch(1);
    if (!agreement.state().isLive()) {
      return declined("WrongState");
    }
    if (last.isEmpty() || last.getAsLong() < agreement.endEpoch() - 1) {
      return declined("TooEarly");
    }
    return deed("end " + id.providerId(), () -> close(agreement, AgreementState.CLOSED));
  }

  @Override
  public Attempt voidAgreement(AgreementId id) {
    AgreementView agreement = agreement(id);
    if (agreement.state() != AgreementState.OPEN) {
      return declined("WrongState");
    }
    // Such an agreement had to start within epoch 0.
    return now <= SCHEDULE.endOf(0)
        ? declined("TooEarly")
        : deed("void " + id.providerId(), () -> close(agreement, AgreementState.VOID));
  }

  @Override
  public Attempt endSla(Bytes32 slaId) {
    return declined("LegsAlive");
  }

  private void close(AgreementView agreement, AgreementState state) {
    put(view(agreement.id(), state, agreement.startEpoch(), agreement.endEpoch(), 0));
  }

  private Attempt deed(String what, Runnable change) {
    requireUp();
    change.run();
    now += secondsOfADeed;
    done.add(what);
    if (--deedsUntilKilled == 0) {
      throw new Killed();
    }
    return new Attempt.Done();
  }

  private void requireUp() {
    if (down) {
      throw new ChainException("The chain's node cannot be reached.");
    }
  }

  private static Attempt declined(String error) {
    return new Attempt.Declined(error, error + "()");
  }

  private void put(AgreementView view) {
    agreements.put(view.id(), view);
  }

  private static AgreementView view(
      AgreementId id, AgreementState state, long start, long end, long penalisedThrough) {
    BigInteger none = BigInteger.ZERO;
    return new AgreementView(
        id,
        SLA,
        id.providerId(),
        id.market(),
        Address.ZERO,
        state,
        0,
        none,
        none,
        0,
        0,
        start,
        end,
        penalisedThrough,
        0,
        none,
        none,
        none,
        none);
  }
}
