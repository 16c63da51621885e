package network.flashback.settlement.reporter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.chain.DurableFiles;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;
import network.flashback.settlement.archive.Published;
import network.flashback.settlement.quality.AgreementSummary;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;

/// All that a reporter keeps: records, its summary of each epoch, what it signed, and what it
/// published. A summary, once signed, stays as it is.
final class EpochFiles {
  private final Path directory;
  private final Path summaries;
  private final Published published;
  private final Copies copies;
  private final Ballots ballots;
  private final Promises promises;
  private final ReporterChain chain;
  private final Wallet wallet;

  EpochFiles(Path root, ReporterChain chain, Wallet wallet) throws IOException {
    // A development chain that was started anew counts its epochs anew.
    String network = chain.chainId() + "-" + chain.oracle() + "-" + chain.schedule().genesis();
    this.directory = DurableFiles.directory(root.resolve(network));
    this.summaries = DurableFiles.directory(directory.resolve("summaries"));
    this.published = new Published(directory.resolve("published"));
    this.copies = new Copies(directory.resolve("copies"));
    this.ballots = new Ballots(directory.resolve("ballots"), wallet, chain.domain());
    this.promises = new Promises(directory.resolve("promises"), chain);
    this.chain = chain;
    this.wallet = wallet;
  }

  ProbeRecords records(long epoch) throws IOException {
    return ProbeRecords.open(directory.resolve("probes"), epoch);
  }

  boolean hasRecords(long epoch) {
    return Files.exists(directory.resolve("probes").resolve("epoch-" + epoch + ".jsonl"));
  }

  /// Sums up the records, signs, and publishes them; the same summary again when there is one.
  Summary.Signed close(long epoch, ProbeRecords records) throws IOException {
    Optional<Summary.Signed> before = summary(epoch);
    if (before.isPresent()) {
      return before.get();
    }
    Bytes raw = records.seal();
    Bytes32 hash = published.add(raw);
    var measured = RawRecords.sum(raw);
    var summary =
        new Summary(
            chain.chainId(),
            chain.oracle(),
            epoch,
            wallet.address(),
            hash,
            measured,
            promises.of(measured.stream().map(AgreementSummary::agreementId).toList()));
    Summary.Signed signed = summary.sign(wallet);
    DurableFiles.write(summaryFile(epoch), SummaryJson.bytes(signed));
    return signed;
  }

  /// This reporter's own; none before the epoch is closed.
  Optional<Summary.Signed> summary(long epoch) throws IOException {
    Optional<Bytes> content = DurableFiles.read(summaryFile(epoch));
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(SummaryJson.parseSigned(content.get().toArray()));
  }

  /// Publishes the bundle and signs its root; none when another root was signed before.
  Optional<Signature> sign(QualityBundle bundle, QualityRoot root) throws IOException {
    published.add(SummaryJson.bytes(bundle));
    return ballots.sign(root);
  }

  Optional<QualityRoot> signedRoot(long epoch) throws IOException {
    return ballots.signed(epoch);
  }

  /// The bundle whose root this reporter signed.
  Optional<QualityBundle> signedBundle(long epoch) throws IOException {
    Optional<QualityRoot> root = ballots.signed(epoch);
    Optional<Bytes> content =
        root.isEmpty() ? Optional.empty() : published.content(root.get().recordsHash());
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(SummaryJson.parseBundle(content.get().toArray()));
  }

  Published published() {
    return published;
  }

  /// What other reporters published.
  Copies copies() {
    return copies;
  }

  /// What agreements promise.
  Promises promises() {
    return promises;
  }

  /// Published here, a promise, or kept for another reporter; to be closed by whoever opens it.
  Optional<FileChannel> open(Bytes32 hash) throws IOException {
    Optional<FileChannel> own = published.open(hash);
    Optional<FileChannel> here = own.isPresent() ? own : promises.documents().open(hash);
    return here.isPresent() ? here : copies.open(hash);
  }

  private Path summaryFile(long epoch) {
    return summaries.resolve("epoch-" + epoch + ".json");
  }
}
