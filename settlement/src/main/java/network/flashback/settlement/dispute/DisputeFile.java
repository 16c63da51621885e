package network.flashback.settlement.dispute;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.chain.contract.PromiseHashes;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;

/// Everything that can be had about a dispute, for a panel: what both sides showed, the reports and
/// raw records of the disputed epochs, what was promised, and the SLA's account with proofs and
/// vouchers. Whatever has a hash on the chain is checked against it, whoever gave it.
public final class DisputeFile {
  private static final int RECORDS_BYTES_MAX = 64 << 20;

  private final Contracts contracts;
  private final Records evidence;
  private final Records reports;

  /// @param evidence documents that parties showed
  /// @param reports reports and raw records of reporters
  public DisputeFile(Contracts contracts, Records evidence, Records reports) {
    this.contracts = contracts;
    this.evidence = evidence;
    this.reports = reports;
  }

  /// One document.
  ///
  /// @param name of a file for it
  /// @param what it is, in words
  /// @param hash on the chain or in a document with a hash there; none for what was computed here
  /// @param content none when nobody gives it
  public record Item(String name, String what, Optional<Bytes32> hash, Optional<Bytes> content) {
    public boolean isMissing() {
      return content.isEmpty();
    }
  }

  /// Fetches everything.
  ///
  /// @throws IOException when the sources cannot be asked
  public List<Item> read(BigInteger id, Dispute dispute) throws IOException {
    var items = new LinkedHashMap<String, Item>();
    var hashes = EvidenceHashes.of(contracts, id);
    shown(items, "claim", hashes.claim());
    shown(items, "answer", hashes.answer());
    shown(items, "appeal", hashes.appeal());
    for (long epoch = dispute.fromEpoch(); epoch <= dispute.toEpoch(); epoch++) {
      epoch(items, epoch);
    }
    var promised = new PromiseHashes(contracts).of(dispute.agreementId());
    if (promised.isPresent() && !promised.get().equals(QualityPromise.USUAL.hash())) {
      add(items, "promise.json", "what was promised", promised.get(), QualityPromise.BYTES_MAX);
    }
    var sla = contracts.orchestrator().agreement(dispute.agreementId()).slaId();
    var statement = StatementForms.json(new StatementReader(contracts).of(sla));
    items.put(
        "statement.json",
        new Item(
            "statement.json",
            "the SLA's account, with the transactions of proofs and vouchers",
            Optional.empty(),
            Optional.of(Bytes.of(statement.toString().getBytes(StandardCharsets.UTF_8)))));
    return List.copyOf(items.values());
  }

  private void shown(Map<String, Item> items, String who, Optional<Bytes32> hash)
      throws IOException {
    if (hash.isPresent()) {
      var content = checked(evidence, hash.get(), RECORDS_BYTES_MAX);
      items.put(who, new Item(who + ".evidence", "evidence of the " + who, hash, content));
    }
  }

  private void epoch(Map<String, Item> items, long epoch) throws IOException {
    var root = contracts.quality().rootOf(epoch);
    if (root.postedAt() == 0) {
      return;
    }
    var name = "epoch-" + epoch + "/report.json";
    var report =
        add(
            items,
            name,
            "the reporters' report of epoch " + epoch,
            root.recordsHash(),
            QualityBundle.BYTES_MAX);
    for (Summary.Signed signed : summaries(report)) {
      var summary = signed.summary();
      add(
          items,
          "epoch-" + epoch + "/" + summary.reporter() + ".jsonl",
          "raw records of reporter " + summary.reporter() + ", epoch " + epoch,
          summary.recordsHash(),
          RECORDS_BYTES_MAX);
    }
  }

  private static List<Summary.Signed> summaries(Optional<Bytes> report) {
    var summaries = new ArrayList<Summary.Signed>();
    report.ifPresent(
        content -> {
          try {
            summaries.addAll(SummaryJson.parseBundle(content.toArray()).summaries());
          } catch (IOException foreign) {
            // A quorum signed the hash of something else: it stands in the file as it is.
            summaries.clear();
          }
        });
    return summaries;
  }

  private Optional<Bytes> add(
      Map<String, Item> items, String name, String what, Bytes32 hash, int bytesMax)
      throws IOException {
    var content = checked(reports, hash, bytesMax);
    items.put(name, new Item(name, what, Optional.of(hash), content));
    return content;
  }

  private static Optional<Bytes> checked(Records from, Bytes32 hash, int bytesMax)
      throws IOException {
    return from.find(hash, bytesMax).filter(content -> content.keccak256().equals(hash));
  }
}
