package network.flashback.settlement.reporter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Signature;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the reporters to one signed root for an epoch that has ended, without a coordinator.
///
/// Everybody collects everybody's summary. In an order that the seed of the epoch before drew, one
/// after the other may propose: it puts the summaries it holds into a bundle, the others check it
/// and sign, and with a quorum the proposer posts. A proposer first takes over what another one has
/// already got signatures for, because nobody signs twice.
final class EpochExchange {
  private static final Logger LOG = LoggerFactory.getLogger(EpochExchange.class);
  private static final Duration STEP = Duration.ofMillis(100);

  private final long epoch;
  private final ReporterChain chain;
  private final Peers peers;
  private final EpochFiles files;
  private final Judge judge;
  private final ChainTime time;
  private final ReporterConfig config;
  private final Address self;
  private final Map<Address, Summary.Signed> held = new TreeMap<>();
  private String toldTrouble = "";

  EpochExchange(
      long epoch,
      ReporterChain chain,
      Peers peers,
      EpochFiles files,
      Judge judge,
      ChainTime time,
      ReporterConfig config,
      Address self) {
    this.epoch = epoch;
    this.chain = chain;
    this.peers = peers;
    this.files = files;
    this.judge = judge;
    this.time = time;
    this.config = config;
    this.self = self;
  }

  /// Goes on until the root is on the chain or cannot be posted any more.
  ///
  /// @return whether it is on the chain
  boolean run() throws InterruptedException {
    Instant end = Instant.ofEpochSecond(chain.schedule().endOf(epoch));
    Instant closing = end.plusSeconds(chain.schedule().qualityWindowSeconds());
    List<Address> order = List.of();
    while (!time.now().isAfter(closing)) {
      try {
        if (chain.isPosted(epoch)) {
          return true;
        }
        List<Peer> reporters = chain.reportersOf(epoch);
        order = order.isEmpty() ? order(reporters) : order;
        gather(reporters);
        if (isMyTurn(order, Duration.between(end, time.now())) && propose(reporters)) {
          return true;
        }
      } catch (IOException | ChainException failed) {
        warnOnce(String.valueOf(failed.getMessage()));
      }
      Thread.sleep(STEP);
    }
    return false;
  }

  // Tried ten times a second: the same trouble is told once.
  private void warnOnce(String trouble) {
    if (!trouble.equals(toldTrouble)) {
      LOG.warn("The report of epoch {} waits: {}", epoch, trouble);
      toldTrouble = trouble;
    }
  }

  private void gather(List<Peer> reporters) throws IOException, InterruptedException {
    files.summary(epoch).ifPresent(own -> held.put(self, own));
    List<Peer> missing = reporters.stream().filter(peer -> !held.containsKey(peer.key())).toList();
    for (var answer : peers.summaries(epoch, others(missing))) {
      Summary.Signed signed = answer.content();
      boolean theirs = signed.summary().reporter().equals(answer.peer().key());
      if (theirs && judge.isSound(signed, epoch)) {
        held.put(answer.peer().key(), signed);
      } else {
        LOG.warn("Reporter {} serves a summary that is not its own", answer.peer().key());
      }
    }
  }

  // The seed of the epoch before is known to all when this one ends; its own comes too late for an
  // order that must stand at once.
  private List<Address> order(List<Peer> reporters) {
    Bytes32 draw =
        (epoch == 0 ? Optional.<Bytes32>empty() : chain.seedOf(epoch - 1))
            .orElseGet(() -> Keccak256.hash(Bytes32.of(epoch).toArray()));
    List<Address> keys = new ArrayList<>(reporters.stream().map(Peer::key).sorted().toList());
    if (!keys.isEmpty()) {
      int first = draw.toInteger().mod(java.math.BigInteger.valueOf(keys.size())).intValueExact();
      Collections.rotate(keys, -first);
    }
    return keys;
  }

  private boolean isMyTurn(List<Address> order, Duration since) {
    if (order.isEmpty()) {
      return false;
    }
    Duration patience = config.gatherPatience();
    if (since.compareTo(patience) < 0 && held.size() < order.size()) {
      return false;
    }
    long late = Math.max(0, since.minus(patience).toMillis());
    int turn = (int) (late / config.turn().toMillis() % order.size());
    return order.get(turn).equals(self);
  }

  private boolean propose(List<Peer> reporters) throws IOException, InterruptedException {
    int quorum = chain.quorumOf(epoch);
    Optional<QualityBundle> bundle = proposal(reporters, quorum);
    if (bundle.isEmpty()) {
      return false;
    }
    QualityRoot root = bundle.get().root();
    Map<Address, Signature> signatures = new TreeMap<>();
    switch (judge.judge(bundle.get())) {
      case Judge.Judgement.Signed(var own, var signature) -> signatures.put(self, signature);
      case Judge.Judgement.Refused(String reason) ->
          LOG.info("Epoch {}: the proposal is not signed here: {}", epoch, reason);
    }
    Bytes32 digest = root.typedData(chain.domain()).digest();
    for (var answer : peers.propose(bundle.get(), others(reporters))) {
      if (answer.content().isBy(answer.peer().key(), digest)) {
        signatures.put(answer.peer().key(), answer.content());
      }
    }
    if (signatures.size() < quorum) {
      LOG.info("Epoch {}: {} of {} signatures", epoch, signatures.size(), quorum);
      return false;
    }
    List<Bytes> sorted = signatures.values().stream().map(Signature::toBytes).toList();
    boolean posted = chain.post(root, sorted).isDone();
    LOG.info(
        "Epoch {}: root {} {} with {} signatures",
        epoch,
        root.root(),
        posted ? "posted" : "was posted by another reporter",
        sorted.size());
    return posted || chain.isPosted(epoch);
  }

  // What was signed already, here or elsewhere, before something new.
  private Optional<QualityBundle> proposal(List<Peer> reporters, int quorum)
      throws IOException, InterruptedException {
    Optional<QualityBundle> own = files.signedBundle(epoch);
    if (own.isPresent()) {
      return own;
    }
    for (var answer : peers.signedBundles(epoch, others(reporters))) {
      if (answer.content().epoch() == epoch
          && judge.judge(answer.content()) instanceof Judge.Judgement.Signed) {
        return Optional.of(answer.content());
      }
    }
    return held.size() < quorum
        ? Optional.empty()
        : Optional.of(QualityBundle.of(epoch, held.values()));
  }

  private List<Peer> others(List<Peer> reporters) {
    return reporters.stream().filter(peer -> !peer.key().equals(self)).toList();
  }
}
