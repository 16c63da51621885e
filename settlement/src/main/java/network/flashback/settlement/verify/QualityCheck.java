package network.flashback.settlement.verify;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.domain.quality.QualityVerdict;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Trace;

/// Judges the quality of proven epochs again: raw records add up to the reporters' signed
/// summaries, the summaries give the root on the chain, and their verdict is the one that was
/// executed.
final class QualityCheck {
  private static final Bytes32 USUAL = QualityPromise.USUAL.hash();
  private static final int RECORDS_BYTES_MAX = 64 << 20;

  private final Records records;
  private final long chainId;
  private final Address oracle;
  private final Set<Address> reporters;
  private final Function<AgreementId, Optional<Bytes32>> promises;
  private final AnswerCheck answers;
  private final Findings findings;
  private final Map<QualityRoot, Optional<QualityBundle>> bundles = new HashMap<>();

  /// @param reporters keys of all that ever joined the oracle
  /// @param promises hash of what an agreement promised, as the chain has it
  /// @param answers what the nodes signed
  QualityCheck(
      Records records,
      long chainId,
      Address oracle,
      Set<Address> reporters,
      Function<AgreementId, Optional<Bytes32>> promises,
      AnswerCheck answers,
      Findings findings) {
    this.records = records;
    this.chainId = chainId;
    this.oracle = oracle;
    this.reporters = Set.copyOf(reporters);
    this.promises = promises;
    this.answers = answers;
    this.findings = findings;
  }

  void check(Statement statement) throws IOException {
    for (Line line : statement.agreements()) {
      var judged = new HashSet<Long>();
      for (Trace.Proof proof : line.trace().proofs()) {
        if (proof.report().isPresent()) {
          judged.add(proof.epoch());
          judge(line, proof.report().get());
        }
      }
      line.trace().credits().stream()
          .filter(credit -> !judged.contains(credit.epoch()))
          .forEach(
              credit ->
                  findings.differs(
                      "Agreement %s: a credit for epoch %d, of which there is no proof with a report."
                          .formatted(line.id(), credit.epoch())));
    }
  }

  private void judge(Line line, QualityRoot report) throws IOException {
    int executed =
        line.trace().credits().stream()
            .filter(credit -> credit.epoch() == report.epoch())
            .mapToInt(Trace.Credit::bps)
            .sum();
    if (report.root().isZero() && executed == 0) {
      // Nobody fell short: there is nothing to execute, and the reports are their own proof.
      bundle(report).ifPresent(known -> checkPromise(line.id(), known));
      return;
    }
    var bundle = bundle(report);
    if (bundle.isPresent()) {
      checkPromise(line.id(), bundle.get());
      compare(line.id(), report.epoch(), executed, creditBps(bundle.get(), line.id()));
    }
  }

  // Reporters hold promises against the chain before they sign; here nobody has to believe them.
  private void checkPromise(AgreementId id, QualityBundle bundle) {
    var onChain = promises.apply(id).orElse(USUAL);
    var told = bundle.promiseOf(id).map(QualityPromise::new).orElse(QualityPromise.USUAL);
    if (told.hash().equals(onChain)) {
      return;
    }
    if (bundle.promiseOf(id).isPresent()) {
      findings.differs(
          "Agreement %s: the reports of epoch %d measure it against a promise whose hash is %s, but it was opened under %s."
              .formatted(id, bundle.epoch(), told.hash(), onChain));
    } else {
      findings.leavesOpen(
          "Agreement %s: no reporter of epoch %d had its promise %s: the usual target counted."
              .formatted(id, bundle.epoch(), onChain));
    }
  }

  private void compare(AgreementId id, long epoch, int executed, int verdict) {
    if (executed != 0 && executed != verdict) {
      findings.differs(
          "Agreement %s: a breach of %d basis points was executed for epoch %d; the reports say %d."
              .formatted(id, executed, epoch, verdict));
    } else if (executed != verdict) {
      findings.leavesOpen(
          "Agreement %s: the reports of epoch %d say a breach of %d basis points, which nobody executed."
              .formatted(id, epoch, verdict));
    }
  }

  private static int creditBps(QualityBundle bundle, AgreementId id) {
    return switch (bundle.verdictOn(id)) {
      case QualityVerdict.Compliant() -> 0;
      case QualityVerdict.Missed(int bps, var reasons) -> bps;
    };
  }

  /// The reports, checked once; nothing where they cannot be had or are not what they should be.
  private Optional<QualityBundle> bundle(QualityRoot report) throws IOException {
    var known = bundles.get(report);
    if (known == null) {
      known = read(report);
      bundles.put(report, known);
    }
    return known;
  }

  private Optional<QualityBundle> read(QualityRoot report) throws IOException {
    var content = find(report.recordsHash(), QualityBundle.BYTES_MAX);
    if (content.isEmpty()) {
      findings.leavesOpen(
          "The reports of epoch %d (%s) could not be had: its quality was not judged again."
              .formatted(report.epoch(), report.recordsHash()));
      return Optional.empty();
    }
    QualityBundle bundle;
    try {
      bundle = SummaryJson.parseBundle(content.get().toArray());
    } catch (IOException malformed) {
      findings.differs(
          "The reports of epoch %d cannot be read: %s"
              .formatted(report.epoch(), malformed.getMessage()));
      return Optional.empty();
    }
    if (!bundle.root().equals(report)) {
      findings.differs(
          "The reports of epoch %d give the root %s, but the chain has %s."
              .formatted(report.epoch(), bundle.root().root(), report.root()));
      return Optional.empty();
    }
    findings.countReport();
    for (Summary.Signed signed : bundle.summaries()) {
      checkSummary(signed);
    }
    return Optional.of(bundle);
  }

  private void checkSummary(Summary.Signed signed) throws IOException {
    var summary = signed.summary();
    boolean ours = summary.chainId() == chainId && summary.oracle().equals(oracle);
    if (!ours || !reporters.contains(summary.reporter()) || !signed.isGenuine()) {
      findings.differs(
          "Epoch %d: the summary in the name of %s was not signed by a reporter of this network."
              .formatted(summary.epoch(), summary.reporter()));
      return;
    }
    var raw = find(summary.recordsHash(), RECORDS_BYTES_MAX);
    if (raw.isEmpty()) {
      findings.leavesOpen(
          "Epoch %d: the raw records of reporter %s (%s) could not be had."
              .formatted(summary.epoch(), summary.reporter(), summary.recordsHash()));
    } else if (addsUp(raw.get(), summary)) {
      findings.countRecords();
      answers.check(summary, RawRecords.read(raw.get()));
    } else {
      findings.differs(
          "Epoch %d: the raw records of reporter %s do not add up to what it signed."
              .formatted(summary.epoch(), summary.reporter()));
    }
  }

  private static boolean addsUp(Bytes raw, Summary summary) {
    try {
      return RawRecords.sum(raw).equals(summary.agreements());
    } catch (IOException malformed) {
      return false;
    }
  }

  // Whoever gave it, only the hash counts.
  private Optional<Bytes> find(Bytes32 hash, int bytesMax) throws IOException {
    return records.find(hash, bytesMax).filter(content -> content.keccak256().equals(hash));
  }
}
