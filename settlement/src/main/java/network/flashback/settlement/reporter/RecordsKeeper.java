package network.flashback.settlement.reporter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the raw records behind every summary that went into a report, from whoever made them or
/// already keeps them.
final class RecordsKeeper {
  /// Epochs whose raw records are kept for others: longer than dispute, answer, ruling, appeal and
  /// second ruling together, which are three epochs each.
  static final long EPOCHS_KEPT = 30;

  /// Raw records that are larger are not kept.
  static final int RECORDS_BYTES_MAX = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RecordsKeeper.class);
  // What could not be had is asked for again after the next epochs.
  private static final long ATTEMPTS = 3;

  private final ReporterChain chain;
  private final Peers peers;
  private final EpochFiles files;
  private final Address self;

  RecordsKeeper(ReporterChain chain, Peers peers, EpochFiles files, Address self) {
    this.chain = chain;
    this.peers = peers;
    this.files = files;
    this.self = self;
  }

  /// Keeps what belongs to the newest report and the last ones before it, and gives up what no
  /// dispute needs any more.
  void keep(long newest) throws IOException, InterruptedException {
    files.copies().forgetBefore(newest - EPOCHS_KEPT + 1);
    for (long epoch = Math.max(0, newest - ATTEMPTS + 1); epoch <= newest; epoch++) {
      keepOne(epoch);
    }
  }

  private void keepOne(long epoch) throws IOException, InterruptedException {
    List<Peer> others =
        chain.reportersOf(epoch).stream().filter(peer -> !peer.key().equals(self)).toList();
    Optional<QualityBundle> bundle = files.signedBundle(epoch);
    if (bundle.isEmpty()) {
      return;
    }
    for (Summary.Signed signed : bundle.get().summaries()) {
      var summary = signed.summary();
      if (!summary.reporter().equals(self) && !files.copies().has(epoch, summary.recordsHash())) {
        Optional<Bytes> content = fetch(summary, others);
        if (content.isPresent()) {
          files.copies().add(epoch, content.get());
        } else {
          LOG.warn(
              "Epoch {}: nobody serves the raw records {} of reporter {}",
              epoch,
              summary.recordsHash(),
              summary.reporter());
        }
      }
    }
  }

  // Whoever made them first; the others may keep them already.
  private Optional<Bytes> fetch(Summary summary, List<Peer> others) throws InterruptedException {
    List<Peer> order = new ArrayList<>(others);
    order.sort(
        (a, b) ->
            Boolean.compare(
                b.key().equals(summary.reporter()), a.key().equals(summary.reporter())));
    for (Peer peer : order) {
      var content = peers.records(summary.recordsHash(), peer, RECORDS_BYTES_MAX);
      if (content.isPresent()) {
        return content;
      }
    }
    return Optional.empty();
  }
}
