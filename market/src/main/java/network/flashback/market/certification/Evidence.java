package network.flashback.market.certification;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import network.flashback.domain.Refused;
import network.flashback.domain.certification.CampaignFigures;
import network.flashback.domain.certification.Criteria;
import network.flashback.domain.certification.Examination;
import network.flashback.domain.certification.Finding;
import network.flashback.domain.certification.MemberSort;
import network.flashback.domain.certification.ShownDocument;
import network.flashback.domain.certification.ShownDocument.Judgement;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What a certifier looked at and found. The certificate's evidence hash is that of its canonical
/// text, and its findings can be computed again from the rest of it.
@Meaning("What a certifier looked at and found; the certificate's evidence hash is of this.")
public record Evidence(
    Bytes32 application,
    long providerId,
    Address certifier,
    String criteria,
    MemberSort sort,
    @Meaning("What the certifier says about each document.") List<Judged> documents,
    @Meaning("The probe campaign; absent where there was none.") @Nullable Measured measured,
    List<Finding> findings,
    @Meaning("Unix second.") long at) {
  public Evidence {
    documents = List.copyOf(documents);
    findings = List.copyOf(findings);
  }

  /// What a certifier says about a document.
  @Meaning("What the certifier says about a document.")
  public record Judged(
      Bytes32 sha256,
      @Meaning("What is wrong with it; absent when nothing is.") @Nullable String wrong) {}

  /// The figures of a campaign.
  @Meaning("What a probe campaign measured; a figure that nothing speaks for is absent.")
  public record Measured(
      @Meaning("Unix second of the first probe.") long from,
      @Meaning("Unix second of the last probe.") long until,
      int probes,
      @Meaning("With the right bytes.") int answered,
      int wrong,
      @Meaning("Timed transfers among the answered.") int runs,
      @Meaning("Answered of all, basis points.") @Nullable Integer uptimeBps,
      @Meaning("Wrong of all answers, basis points.") @Nullable Integer errorBps,
      @Nullable Long latencyMillisP50,
      @Nullable Long latencyMillisP95,
      @Nullable Long latencyMillisP99,
      @Meaning("Of the median transfer, KiB a second.") @Nullable Long throughputKib,
      @Meaning("Keccak-256 of the samples, with the node's signatures.") Bytes32 samples) {
    public static Measured of(CampaignFigures figures, Bytes32 samples) {
      return new Measured(
          figures.from(),
          figures.until(),
          figures.probes(),
          figures.answered(),
          figures.wrong(),
          figures.runs(),
          number(figures.uptimeBps()),
          number(figures.errorBps()),
          number(figures.latencyMillisP50()),
          number(figures.latencyMillisP95()),
          number(figures.latencyMillisP99()),
          number(figures.throughputKib()),
          samples);
    }

    public CampaignFigures figures() {
      return new CampaignFigures(
          from,
          until,
          probes,
          answered,
          wrong,
          runs,
          number(uptimeBps),
          number(errorBps),
          number(latencyMillisP50),
          number(latencyMillisP95),
          number(latencyMillisP99),
          number(throughputKib));
    }

    private static @Nullable Integer number(OptionalInt figure) {
      return figure.isPresent() ? figure.getAsInt() : null;
    }

    private static @Nullable Long number(OptionalLong figure) {
      return figure.isPresent() ? figure.getAsLong() : null;
    }

    private static OptionalInt number(@Nullable Integer figure) {
      return figure == null ? OptionalInt.empty() : OptionalInt.of(figure);
    }

    private static OptionalLong number(@Nullable Long figure) {
      return figure == null ? OptionalLong.empty() : OptionalLong.of(figure);
    }
  }

  /// Of an application held against the criteria.
  public static Evidence of(
      Manifest manifest,
      Criteria criteria,
      MemberSort sort,
      List<Judged> judged,
      Optional<Measured> measured,
      long at) {
    return new Evidence(
        manifest.id(),
        manifest.providerId(),
        manifest.certifier(),
        criteria.name(),
        sort,
        judged,
        measured.orElse(null),
        findings(manifest, criteria, sort, judged, measured, at),
        at);
  }

  /// Whether its findings are what its judgements and figures give, and all are met.
  boolean passes(Manifest manifest, Criteria by) {
    var again = findings(manifest, by, sort, documents, Optional.ofNullable(measured), at);
    return findings.equals(again) && Examination.passes(again);
  }

  /// What a text says that may be evidence.
  static Optional<Evidence> read(String document) {
    try {
      return Optional.of(
          JsonReader.read(Evidence.class, JsonReader.document("document", document)));
    } catch (Refused otherText) {
      return Optional.empty();
    }
  }

  private static List<Finding> findings(
      Manifest manifest,
      Criteria criteria,
      MemberSort sort,
      List<Judged> judged,
      Optional<Measured> measured,
      long at) {
    var said =
        judged.stream()
            .collect(Collectors.toMap(Judged::sha256, Evidence::judgement, (one, other) -> one));
    var documents =
        manifest.documents().stream()
            .map(
                document ->
                    new ShownDocument(
                        document.kind(),
                        Optional.ofNullable(document.validUntil()),
                        Optional.ofNullable(said.get(document.sha256()))))
            .toList();
    return new Examination(
            criteria, sort, manifest.scopeSet(), documents, measured.map(Measured::figures), at)
        .findings();
  }

  private static Judgement judgement(Judged judged) {
    return judged.wrong() == null ? new Judgement.Right() : new Judgement.Wrong(judged.wrong());
  }
}
