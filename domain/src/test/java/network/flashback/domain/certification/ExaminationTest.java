package network.flashback.domain.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.Refused;
import network.flashback.domain.certification.Finding.Outcome;
import network.flashback.domain.certification.ShownDocument.Judgement;
import org.junit.jupiter.api.Test;

final class ExaminationTest {
  private static final long NOW = 1_800_000_000L;
  private static final Criteria CRITERIA =
      new Criteria(
          "standard-1",
          List.of(
              new Criteria.Need(
                  CertificateScope.IDENTITY,
                  DocumentKind.IDENTITY,
                  List.of(MemberSort.STORAGE, MemberSort.SERVICE)),
              new Criteria.Need(
                  CertificateScope.LOCATION, DocumentKind.LOCATION, List.of(MemberSort.STORAGE))),
          new Criteria.Campaign(600, 60, 10, 2, 9_000, 100, 1_000, 0),
          31_536_000);

  @Test
  void aDocumentThatNobodyReadIsUnknownAndUnknownNeverPasses() {
    var findings = identity(document(Optional.empty(), Optional.empty()));

    assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.UNKNOWN);
    assertThat(Examination.passes(findings)).isFalse();
  }

  @Test
  void aDocumentThatTheCertifierReadPasses() {
    assertThat(Examination.passes(identity(read(Optional.empty())))).isTrue();
  }

  @Test
  void nothingHandedInIsNotMetAndNoCriterionAtAllDoesNotPass() {
    assertThat(identity()).extracting(Finding::outcome).containsExactly(Outcome.NOT_MET);
    assertThat(Examination.passes(List.of())).isFalse();
  }

  @Test
  void aDocumentIsGoodUntilTheSecondOfItsExpiryAndNotInIt() {
    assertThat(Examination.passes(identity(read(Optional.of(NOW + 1))))).isTrue();
    var expired = identity(read(Optional.of(NOW)));
    assertThat(Examination.passes(expired)).isFalse();
    assertThat(expired.getFirst().why()).isEqualTo("expired at unix second " + NOW);
  }

  @Test
  void oneWrongDocumentSpoilsItsKindAndItsReasonIsTold() {
    var wrong =
        document(
            Optional.empty(), Optional.of(new Judgement.Wrong("the name is another company's")));
    var findings = identity(read(Optional.empty()), wrong);

    assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
    assertThat(findings.getFirst().why()).isEqualTo("the name is another company's");
  }

  @Test
  void whatIsNeededDependsOnWhoApplies() {
    var all = Set.of(CertificateScope.IDENTITY, CertificateScope.LOCATION);
    assertThat(CRITERIA.needed(all, MemberSort.STORAGE))
        .containsExactly(DocumentKind.IDENTITY, DocumentKind.LOCATION);
    assertThat(CRITERIA.needed(all, MemberSort.SERVICE)).containsExactly(DocumentKind.IDENTITY);
  }

  @Test
  void withoutACampaignMeasuredQualityIsUnknown() {
    var findings = quality(Optional.empty());
    assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.UNKNOWN);
    assertThat(Examination.passes(findings)).isFalse();
  }

  @Test
  void servicesHaveNoMeasurementSoThatTheirsIsUnknown() {
    var findings =
        new Examination(
                CRITERIA,
                MemberSort.SERVICE,
                Set.of(CertificateScope.MEASURED_QUALITY),
                List.of(),
                Optional.of(CampaignFigures.of(good())),
                NOW)
            .findings();
    assertThat(Examination.passes(findings)).isFalse();
  }

  @Test
  void aCampaignThatMeetsEveryFigurePasses() {
    assertThat(Examination.passes(quality(Optional.of(CampaignFigures.of(good()))))).isTrue();
  }

  @Test
  void aCampaignOneSecondOrOneProbeTooShortShowsNothing() {
    var fewer = good();
    fewer.removeLast();
    assertThat(outcomes(fewer)).contains(Outcome.UNKNOWN).doesNotContain(Outcome.NOT_MET);

    var shorter = good();
    shorter.removeLast();
    shorter.add(new CampaignSample.Answered(NOW + 599, 4_096, 50_000));
    assertThat(outcomes(shorter)).containsOnlyOnce(Outcome.UNKNOWN);
  }

  @Test
  void eachFigureIsHeldAgainstItsBoundToTheUnit() {
    // Two of eleven silent: 81.81 % of 90 %.
    var silent = good();
    silent.set(3, new CampaignSample.Silent(NOW + 180, "no answer"));
    assertThat(outcomes(silent)).doesNotContain(Outcome.NOT_MET);
    silent.set(4, new CampaignSample.Silent(NOW + 240, "no answer"));
    assertThat(outcomes(silent)).containsOnlyOnce(Outcome.NOT_MET);

    var slow = good();
    slow.set(3, new CampaignSample.Answered(NOW + 180, 4_096, 100_000));
    assertThat(outcomes(slow)).doesNotContain(Outcome.NOT_MET);
    slow.set(3, new CampaignSample.Answered(NOW + 180, 4_096, 100_001));
    assertThat(outcomes(slow)).containsOnlyOnce(Outcome.NOT_MET);

    var wrong = good();
    wrong.set(3, new CampaignSample.Wrong(NOW + 180, "other bytes"));
    assertThat(outcomes(wrong)).containsOnlyOnce(Outcome.NOT_MET);
  }

  @Test
  void ofNoSamplesNothingIsKnown() {
    var none = CampaignFigures.of(List.of());
    assertThat(none.uptimeBps()).isEmpty();
    assertThat(none.latencyMillisP95()).isEmpty();
    assertThat(outcomes(List.of())).containsOnly(Outcome.UNKNOWN);
  }

  @Test
  void aTransferCountsBothWays() {
    // 1 MiB there and back in 100 ms: 2048 KiB in a tenth of a second.
    var figures = CampaignFigures.of(List.of(new CampaignSample.Answered(NOW, 1 << 20, 100_000)));
    assertThat(figures.throughputKib()).hasValue(20_480);
    assertThat(figures.latencyMillisP50()).as("no short probe").isEmpty();
  }

  @Test
  void criteriaThatAskForMoreProbesThanFitTheirTimeAreRefused() {
    assertThatThrownBy(() -> new Criteria.Campaign(600, 60, 12, 1, 0, 1, 0, 0))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("probesMin");
  }

  /// Eleven probes a minute apart, every fifth a timed transfer.
  private static List<CampaignSample> good() {
    var samples = new ArrayList<CampaignSample>();
    for (int minute = 0; minute <= 10; minute++) {
      boolean run = minute % 5 == 0;
      samples.add(
          new CampaignSample.Answered(
              NOW + 60L * minute, run ? 1 << 20 : 4_096, run ? 100_000 : 50_000));
    }
    return samples;
  }

  private static List<Outcome> outcomes(List<CampaignSample> samples) {
    return quality(Optional.of(CampaignFigures.of(samples))).stream()
        .map(Finding::outcome)
        .toList();
  }

  private static List<Finding> quality(Optional<CampaignFigures> measured) {
    return new Examination(
            CRITERIA,
            MemberSort.STORAGE,
            Set.of(CertificateScope.MEASURED_QUALITY),
            List.of(),
            measured,
            NOW)
        .findings();
  }

  private static List<Finding> identity(ShownDocument... documents) {
    return new Examination(
            CRITERIA,
            MemberSort.STORAGE,
            Set.of(CertificateScope.IDENTITY),
            List.of(documents),
            Optional.empty(),
            NOW)
        .findings();
  }

  private static ShownDocument read(Optional<Long> validUntil) {
    return document(validUntil, Optional.of(new Judgement.Right()));
  }

  private static ShownDocument document(Optional<Long> validUntil, Optional<Judgement> judgement) {
    return new ShownDocument(DocumentKind.IDENTITY, validUntil, judgement);
  }
}
