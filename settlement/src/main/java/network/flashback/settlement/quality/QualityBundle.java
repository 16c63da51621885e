package network.flashback.settlement.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.domain.quality.PenaltyTable;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.quality.QualityVerdict;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.Breach;

/// The signed summaries from which an epoch is judged. Everything else, breaches, root and hash,
/// follows from it.
///
/// @param penaltyTable version of the table that applies
/// @param summaries in ascending order of their reporters' addresses, each once
public record QualityBundle(long epoch, int penaltyTable, List<Summary.Signed> summaries) {
  /// A bundle whose JSON is larger is not read.
  public static final int BYTES_MAX = 8 << 20;

  public QualityBundle {
    summaries = List.copyOf(summaries);
    for (int i = 1; i < summaries.size(); i++) {
      if (reporter(summaries.get(i - 1)).compareTo(reporter(summaries.get(i))) >= 0) {
        throw new IllegalArgumentException(
            "A bundle lists its summaries in ascending order of their reporters, each once.");
      }
    }
    for (Summary.Signed signed : summaries) {
      if (signed.summary().epoch() != epoch) {
        throw new IllegalArgumentException(
            "The bundle of epoch "
                + epoch
                + " holds a summary of epoch "
                + signed.summary().epoch()
                + ".");
      }
    }
    requireOnePromiseEach(summaries);
    if (penaltyTable != PenaltyTable.VERSION_1.version()) {
      throw new IllegalArgumentException(
          "Penalty table " + penaltyTable + " is unknown; this program knows table 1.");
    }
  }

  public static QualityBundle of(long epoch, Iterable<Summary.Signed> summaries) {
    var sorted = new TreeMap<Address, Summary.Signed>();
    summaries.forEach(signed -> sorted.put(reporter(signed), signed));
    return new QualityBundle(epoch, PenaltyTable.VERSION_1.version(), List.copyOf(sorted.values()));
  }

  // Two documents do not have one hash: of two promises one at least is false.
  private static void requireOnePromiseEach(List<Summary.Signed> summaries) {
    var known = new TreeMap<AgreementId, QualityTarget>();
    for (Summary.Signed signed : summaries) {
      signed
          .summary()
          .promises()
          .forEach(
              (id, promise) -> {
                if (!promise.equals(known.merge(id, promise, (first, later) -> first))) {
                  throw new IllegalArgumentException(
                      "The summaries of a bundle tell two different promises of agreement "
                          + id
                          + ".");
                }
              });
    }
  }

  private static Address reporter(Summary.Signed signed) {
    return signed.summary().reporter();
  }

  /// keccak-256 of the canonical JSON.
  public Bytes32 hash() {
    return SummaryJson.bytes(this).keccak256();
  }

  /// What follows for an agreement. A reporter that did not probe it blames nobody, so that it
  /// takes more than half of the summaries to convict.
  public QualityVerdict verdictOn(AgreementId id) {
    List<QualityMeasured> measured =
        summaries.stream().map(signed -> measuredBy(signed.summary(), id)).toList();
    return QualityVerdict.of(
        PenaltyTable.VERSION_1, QualityMeasured.median(measured), targetOf(id));
  }

  /// What an agreement is measured against: what it promised, where one of the reporters has the
  /// promise, else what is usual.
  public QualityTarget targetOf(AgreementId id) {
    return promiseOf(id).orElseGet(QualityTarget::usual);
  }

  /// What an agreement promised; none where it promised nothing but the usual, or no reporter has
  /// the promise.
  public Optional<QualityTarget> promiseOf(AgreementId id) {
    return summaries.stream()
        .flatMap(signed -> Optional.ofNullable(signed.summary().promises().get(id)).stream())
        .findFirst();
  }

  /// The median of what all reporters measured, of every agreement that one of them knew.
  public SortedMap<AgreementId, QualityMeasured> measured() {
    var measured = new TreeMap<AgreementId, List<QualityMeasured>>();
    for (Summary.Signed signed : summaries) {
      for (AgreementSummary agreement : signed.summary().agreements()) {
        measured
            .computeIfAbsent(agreement.agreementId(), id -> new ArrayList<>())
            .add(agreement.measured());
      }
    }
    var medians = new TreeMap<AgreementId, QualityMeasured>();
    measured.forEach(
        (id, known) -> {
          // A reporter that did not probe it blames nobody, so that it takes more than half of the
          // summaries to convict.
          while (known.size() < summaries.size()) {
            known.add(AgreementSummary.none(id).measured());
          }
          medians.put(id, QualityMeasured.median(known));
        });
    return medians;
  }

  private static QualityMeasured measuredBy(Summary summary, AgreementId id) {
    return summary.agreements().stream()
        .filter(agreement -> agreement.agreementId().equals(id))
        .findFirst()
        .orElseGet(() -> AgreementSummary.none(id))
        .measured();
  }

  /// Every breach with its proof, in ascending order of the agreements.
  public List<Breach> breaches() {
    return tree().breaches();
  }

  public QualityRoot root() {
    return new QualityRoot(epoch, tree().root(), hash());
  }

  private BreachTree tree() {
    var credits = new TreeMap<AgreementId, Integer>();
    measured()
        .forEach(
            (id, measured) -> {
              switch (QualityVerdict.of(PenaltyTable.VERSION_1, measured, targetOf(id))) {
                case QualityVerdict.Compliant() -> {}
                case QualityVerdict.Missed(int creditBps, var reasons) ->
                    credits.put(id, creditBps);
              }
            });
    return BreachTree.of(epoch, credits);
  }
}
