package network.flashback.domain.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import network.flashback.domain.certification.Finding.Outcome;
import network.flashback.domain.certification.ShownDocument.Judgement;

/// An application held against the criteria.
///
/// @param scopes that are applied for
/// @param documents that were handed in, one or more of each kind
/// @param measured none while there was no campaign
/// @param now unix second
public record Examination(
    Criteria criteria,
    MemberSort sort,
    Set<CertificateScope> scopes,
    List<ShownDocument> documents,
    Optional<CampaignFigures> measured,
    long now) {
  public Examination {
    scopes = Set.copyOf(scopes);
    documents = List.copyOf(documents);
  }

  /// One finding for each criterion of the scopes, in their order.
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    for (var scope : CertificateScope.values()) {
      if (scopes.contains(scope)) {
        criteria.documents().stream()
            .filter(need -> need.scope() == scope && need.of().contains(sort))
            .forEach(need -> findings.add(document(need)));
        if (scope == CertificateScope.MEASURED_QUALITY) {
          measured(findings);
        }
      }
    }
    return List.copyOf(findings);
  }

  /// Whether a certificate may be issued: there is something to meet, and all of it is met.
  public static boolean passes(List<Finding> findings) {
    return !findings.isEmpty() && findings.stream().allMatch(Finding::passes);
  }

  private Finding document(Criteria.Need need) {
    var criterion = need.kind() + " document";
    var shown = documents.stream().filter(one -> one.kind() == need.kind()).toList();
    if (shown.isEmpty()) {
      return new Finding(need.scope(), criterion, Outcome.NOT_MET, "none was handed in");
    }
    // One wrong document among several of a kind spoils the kind.
    for (var one : shown) {
      if (one.isExpired(now)) {
        return new Finding(
            need.scope(),
            criterion,
            Outcome.NOT_MET,
            "expired at unix second " + one.validUntil().orElseThrow());
      }
      if (one.judgement().isPresent() && one.judgement().get() instanceof Judgement.Wrong wrong) {
        return new Finding(need.scope(), criterion, Outcome.NOT_MET, wrong.why());
      }
    }
    return shown.stream().allMatch(one -> one.judgement().isPresent())
        ? new Finding(need.scope(), criterion, Outcome.MET, "the certifier read it")
        : new Finding(need.scope(), criterion, Outcome.UNKNOWN, "nobody has read it yet");
  }

  private void measured(List<Finding> findings) {
    if (sort != MemberSort.STORAGE) {
      findings.add(unknown("campaign", "there is no measurement of services by these criteria"));
      return;
    }
    if (measured.isEmpty()) {
      findings.add(unknown("campaign", "there was no probe campaign"));
      return;
    }
    var wanted = criteria.campaign();
    var found = measured.get();
    findings.add(enough("campaign seconds", found.until() - found.from(), wanted.seconds()));
    findings.add(enough("probes", found.probes(), wanted.probesMin()));
    findings.add(enough("timed transfers", found.runs(), wanted.runsMin()));
    findings.add(least("uptime", wide(found.uptimeBps()), wanted.uptimeBps(), "basis points"));
    findings.add(
        most(
            "latency, 95th percentile", found.latencyMillisP95(), wanted.latencyMillisMax(), "ms"));
    findings.add(
        least("throughput, median", found.throughputKib(), wanted.throughputKibMin(), "KiB/s"));
    findings.add(
        most("wrong answers", wide(found.errorBps()), wanted.errorBpsMax(), "basis points"));
  }

  /// Too few measurements measure nothing: that is not known, rather than not met.
  private static Finding enough(String criterion, long found, long wanted) {
    return found >= wanted
        ? quality(criterion, Outcome.MET, "%d, wanted %d".formatted(found, wanted))
        : unknown(criterion, "%d, and only %d would show it".formatted(found, wanted));
  }

  private static Finding least(String criterion, OptionalLong found, long wanted, String unit) {
    if (found.isEmpty()) {
      return unknown(criterion, "nothing was measured");
    }
    var why = "%d %s, wanted at least %d".formatted(found.getAsLong(), unit, wanted);
    return quality(criterion, found.getAsLong() >= wanted ? Outcome.MET : Outcome.NOT_MET, why);
  }

  private static Finding most(String criterion, OptionalLong found, long wanted, String unit) {
    if (found.isEmpty()) {
      return unknown(criterion, "nothing was measured");
    }
    var why = "%d %s, wanted at most %d".formatted(found.getAsLong(), unit, wanted);
    return quality(criterion, found.getAsLong() <= wanted ? Outcome.MET : Outcome.NOT_MET, why);
  }

  private static Finding unknown(String criterion, String why) {
    return quality(criterion, Outcome.UNKNOWN, why);
  }

  private static Finding quality(String criterion, Outcome outcome, String why) {
    return new Finding(CertificateScope.MEASURED_QUALITY, criterion, outcome, why);
  }

  private static OptionalLong wide(OptionalInt figure) {
    return figure.isPresent() ? OptionalLong.of(figure.getAsInt()) : OptionalLong.empty();
  }
}
