package network.flashback.settlement.statement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.quality.QualityVerdict;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.statement.Statement.Line;

/// What stands beside a statement: promised and measured quality of its newest reported epochs, as
/// the published reports behind the roots on the chain say. For one thread at a time.
public final class ServedEpochs {
  /// So many of an agreement's epochs are shown, the newest ones.
  public static final int SHOWN = 10;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REMEMBERED = 64;

  private final Records records;
  // By what their root says, so that nothing in it can go out of date.
  private final Map<QualityRoot, QualityBundle> read =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<QualityRoot, QualityBundle> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param records of reporters
  public ServedEpochs(Records records) {
    this.records = records;
  }

  /// In the order of the statement's agreements and of the epochs. Epochs whose report cannot be
  /// had are left out.
  ///
  /// @throws IOException when the records cannot be asked for
  public List<ServedEpoch> of(Statement statement) throws IOException {
    var served = new ArrayList<ServedEpoch>();
    for (Line line : statement.agreements()) {
      var reports =
          line.trace().proofs().stream().flatMap(proof -> proof.report().stream()).toList();
      for (QualityRoot report :
          reports.subList(Math.max(0, reports.size() - SHOWN), reports.size())) {
        bundle(report).flatMap(bundle -> of(line.id(), bundle)).ifPresent(served::add);
      }
    }
    return served;
  }

  private static Optional<ServedEpoch> of(AgreementId id, QualityBundle bundle) {
    var measured = bundle.measured().get(id);
    if (measured == null || measured.probes() == 0) {
      return Optional.empty();
    }
    int credit =
        switch (bundle.verdictOn(id)) {
          case QualityVerdict.Compliant() -> 0;
          case QualityVerdict.Missed(int bps, var reasons) -> bps;
        };
    return Optional.of(new ServedEpoch(id, bundle.epoch(), bundle.targetOf(id), measured, credit));
  }

  private Optional<QualityBundle> bundle(QualityRoot report) throws IOException {
    var known = read.get(report);
    if (known != null) {
      return Optional.of(known);
    }
    var content =
        records
            .find(report.recordsHash(), QualityBundle.BYTES_MAX)
            .filter(bytes -> bytes.keccak256().equals(report.recordsHash()));
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      var bundle = SummaryJson.parseBundle(content.get().toArray());
      if (!bundle.root().equals(report)) {
        return Optional.empty();
      }
      read.put(report, bundle);
      return Optional.of(bundle);
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  /// For programs. A throughput that nobody measured is left out.
  public static ArrayNode json(List<ServedEpoch> served) {
    var rows = JSON.createArrayNode();
    served.forEach(row -> rows.add(json(row)));
    return rows;
  }

  /// One row.
  public static ObjectNode json(ServedEpoch served) {
    var row = JSON.createObjectNode();
    row.put("agreementId", served.id().toString());
    row.put("epoch", served.epoch());
    QualityTarget promised = served.promised();
    row.putObject("promised")
        .put("uptimeBps", promised.uptimeBps())
        .put("latencyMillisMax", promised.latencyMillisMax())
        .put("throughputKibMin", promised.throughputKibMin())
        .put("errorBpsMax", promised.errorBpsMax());
    QualityMeasured measured = served.measured();
    var node = row.putObject("measured");
    node.put("probes", measured.probes());
    node.put("uptimeBps", measured.uptimeBps());
    node.put("latencyMillis", measured.latencyMillis());
    if (isMeasured(measured)) {
      node.put("throughputKib", measured.throughputKib());
    }
    node.put("errorBps", measured.errorBps());
    row.put("creditBps", served.creditBps());
    return row;
  }

  private static boolean isMeasured(QualityMeasured measured) {
    return measured.throughputKib() != Integer.MAX_VALUE;
  }

  /// To print: promised beside measured, a line for each epoch. Empty when there is nothing.
  public static String text(List<ServedEpoch> served) {
    if (served.isEmpty()) {
      return "";
    }
    return served.stream()
        .map(ServedEpochs::line)
        .collect(
            Collectors.joining(
                "\n", "Quality, measured (promised), of the newest reported epochs\n", "\n"));
  }

  private static String line(ServedEpoch served) {
    var promised = served.promised();
    var measured = served.measured();
    return "  agreement %s, epoch %d: uptime %s (%s), latency p95 %d ms (%d), throughput %s KiB/s (%d), errors %s (%s), credit %s"
        .formatted(
            served.id(),
            served.epoch(),
            percent(measured.uptimeBps()),
            percent(promised.uptimeBps()),
            measured.latencyMillis(),
            promised.latencyMillisMax(),
            isMeasured(measured) ? Integer.toString(measured.throughputKib()) : "unmeasured",
            promised.throughputKibMin(),
            percent(measured.errorBps()),
            percent(promised.errorBpsMax()),
            percent(served.creditBps()));
  }

  private static String percent(int basisPoints) {
    return "%d.%02d %%".formatted(basisPoints / 100, basisPoints % 100);
  }
}
