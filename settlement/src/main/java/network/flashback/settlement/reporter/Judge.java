package network.flashback.settlement.reporter;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Address;
import network.flashback.evm.Signature;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.reporter.ReporterChain.Peer;

/// Decides whether this reporter signs a bundle.
final class Judge {
  private final ReporterChain chain;
  private final EpochFiles files;
  private final ChainTime time;
  private final Address self;
  private final LongPredicate measuring;

  /// @param measuring whether this reporter has not yet summed up an epoch that it probed
  Judge(
      ReporterChain chain,
      EpochFiles files,
      ChainTime time,
      Address self,
      LongPredicate measuring) {
    this.chain = chain;
    this.files = files;
    this.time = time;
    this.self = self;
    this.measuring = measuring;
  }

  /// What comes of a proposal.
  sealed interface Judgement {
    record Signed(QualityRoot root, Signature signature) implements Judgement {}

    record Refused(String reason) implements Judgement {}
  }

  Judgement judge(QualityBundle bundle) throws IOException {
    QualityRoot root = bundle.root();
    boolean again = files.signedRoot(bundle.epoch()).filter(root::equals).isPresent();
    Optional<String> fault = again ? Optional.empty() : fault(bundle);
    if (fault.isPresent()) {
      return new Judgement.Refused(fault.get());
    }
    Optional<Signature> signature = files.sign(bundle, root);
    return signature.isPresent()
        ? new Judgement.Signed(root, signature.get())
        : new Judgement.Refused(
            "This reporter signed another root for epoch "
                + bundle.epoch()
                + "; GET /v1/epochs/"
                + bundle.epoch()
                + "/bundle shows it.");
  }

  /// Whether a summary counts at all: its reporter signed it for here, and the chain has the hash
  /// of every promise in it.
  boolean isSound(Summary.Signed signed, long epoch) {
    Summary summary = signed.summary();
    return summary.epoch() == epoch
        && summary.chainId() == chain.chainId()
        && summary.oracle().equals(chain.oracle())
        && signed.isGenuine()
        && summary.promises().entrySet().stream()
            .allMatch(own -> files.promises().isMade(own.getKey(), own.getValue()));
  }

  private Optional<String> fault(QualityBundle bundle) throws IOException {
    long epoch = bundle.epoch();
    if (!isOpen(epoch)) {
      return Optional.of("The root of epoch " + epoch + " cannot be posted now.");
    }
    if (measuring.test(epoch)) {
      return Optional.of("This reporter has not yet summed up epoch " + epoch + ". Ask again.");
    }
    Set<Address> reporters = new HashSet<>();
    for (Peer peer : chain.reportersOf(epoch)) {
      reporters.add(peer.key());
    }
    for (Summary.Signed signed : bundle.summaries()) {
      Address reporter = signed.summary().reporter();
      if (!reporters.contains(reporter)) {
        return Optional.of(reporter + " is no reporter of epoch " + epoch + ".");
      }
      if (!isSound(signed, epoch)) {
        return Optional.of(
            "The summary of "
                + reporter
                + " is not genuine, or tells a promise that was not made.");
      }
    }
    int quorum = chain.quorumOf(epoch);
    if (bundle.summaries().size() < quorum) {
      return Optional.of(
          "The bundle holds "
              + bundle.summaries().size()
              + " summaries, but the quorum is "
              + quorum
              + ".");
    }
    return faultAboutOwn(bundle);
  }

  private Optional<String> faultAboutOwn(QualityBundle bundle) throws IOException {
    Optional<Summary.Signed> own = files.summary(bundle.epoch());
    Optional<Summary.Signed> included =
        bundle.summaries().stream().filter(s -> s.summary().reporter().equals(self)).findFirst();
    return own.equals(included)
        ? Optional.empty()
        : Optional.of(
            "The bundle does not hold the summary of " + self + " as this reporter signed it.");
  }

  private boolean isOpen(long epoch) {
    var schedule = chain.schedule();
    long now = time.blockSecond();
    long end = schedule.endOf(epoch);
    return now >= end && now <= end + schedule.qualityWindowSeconds() && !chain.isPosted(epoch);
  }
}
