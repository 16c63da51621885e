package network.flashback.settlement.reporter;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import network.flashback.chain.Block;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.Wei;
import network.flashback.evm.eip712.Domain;
import network.flashback.settlement.Attempt;

/// The oracle's rules in memory: one root per epoch, in its window, with sorted signatures of a
/// quorum.
final class FakeReporterChain implements ReporterChain {
  /// A root as it was posted.
  record PostedRoot(QualityRoot root, int signatures, Instant at) {}

  private static final Address ORACLE = Address.of(Bytes32.of(0xaa));

  final List<Target> targets = new CopyOnWriteArrayList<>();
  final Map<AgreementId, List<Commitment>> commitments = new ConcurrentHashMap<>();
  final Map<AgreementId, Bytes32> promises = new ConcurrentHashMap<>();
  final List<Peer> reporters = new CopyOnWriteArrayList<>();
  final BlockingQueue<Long> collected = new LinkedBlockingQueue<>();
  final BlockingQueue<PostedRoot> posted = new LinkedBlockingQueue<>();
  private final Map<Long, PostedRoot> roots = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Schedule schedule;

  FakeReporterChain(InstantSource clock, Schedule schedule) {
    this.clock = clock;
    this.schedule = schedule;
  }

  @Override
  public long chainId() {
    return 31_337;
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Block head() {
    // A block a second.
    long now = clock.instant().getEpochSecond();
    return new Block(now, Bytes32.of(now), Bytes32.ZERO, Instant.ofEpochSecond(now), Wei.ZERO);
  }

  @Override
  public List<Target> targets(long epoch) {
    return targets;
  }

  @Override
  public List<Commitment> commitmentsOf(AgreementId id, long epoch) {
    return commitments.getOrDefault(id, List.of());
  }

  @Override
  public Optional<Bytes32> promiseOf(AgreementId id) {
    return Optional.ofNullable(promises.get(id));
  }

  @Override
  public List<Peer> reportersOf(long epoch) {
    return reporters.stream().sorted(Comparator.comparing(Peer::key)).toList();
  }

  @Override
  public int quorumOf(long epoch) {
    return 2 * reporters.size() / 3 + 1;
  }

  @Override
  public Optional<Bytes32> seedOf(long epoch) {
    return Optional.empty();
  }

  @Override
  public boolean isPosted(long epoch) {
    return roots.containsKey(epoch);
  }

  @Override
  public synchronized Attempt post(QualityRoot root, List<Bytes> signatures) {
    if (roots.containsKey(root.epoch())) {
      return new Attempt.Declined("RootAlreadyPosted", "RootAlreadyPosted()");
    }
    long closes = schedule.endOf(root.epoch()) + schedule.qualityWindowSeconds();
    if (clock.instant().isAfter(Instant.ofEpochSecond(closes))) {
      return new Attempt.Declined("PostingClosed", "PostingClosed()");
    }
    Bytes32 digest = root.typedData(domain()).digest();
    List<Address> signers = new ArrayList<>();
    for (Bytes signature : signatures) {
      signers.add(Signature.parse(signature).signerOf(digest).orElseThrow());
    }
    List<Address> known = reporters.stream().map(Peer::key).toList();
    boolean valid =
        signers.stream().sorted().distinct().toList().equals(signers)
            && known.containsAll(signers)
            && signers.size() >= quorumOf(root.epoch());
    if (!valid) {
      throw new IllegalStateException("The contract would revert: signers " + signers);
    }
    var one = new PostedRoot(root, signers.size(), clock.instant());
    roots.put(root.epoch(), one);
    posted.add(one);
    return new Attempt.Done();
  }

  @Override
  public BigInteger collectFees(long epoch) {
    collected.add(epoch);
    return BigInteger.ONE;
  }

  @Override
  public Domain domain() {
    return Domain.of("Flashback", "1", chainId(), ORACLE);
  }

  @Override
  public Address oracle() {
    return ORACLE;
  }
}
