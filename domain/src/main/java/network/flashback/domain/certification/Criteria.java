package network.flashback.domain.certification;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.flashback.domain.Refused;

/// What certificates need, as one version of published data. A version never changes: other
/// criteria are another version.
///
/// @param name of the set, with its version: `standard-1`
/// @param validitySecondsMax of a certificate issued by them
public record Criteria(
    String name, List<Need> documents, Campaign campaign, long validitySecondsMax) {
  private static final int NEEDS_MAX = 64;

  /// Refuses nonsense.
  public Criteria {
    if (!name.matches("[a-z]{1,20}-[0-9]{1,4}")) {
      throw new Refused("name", "is '" + name + "'", "write a word, a hyphen and a version");
    }
    documents = List.copyOf(documents);
    Refused.requireRange("documents", documents.size(), 1, NEEDS_MAX);
    Refused.requireRange("validitySecondsMax", validitySecondsMax, 1, 731L * 86_400);
  }

  /// A document that a scope needs.
  ///
  /// @param of whom
  public record Need(CertificateScope scope, DocumentKind kind, List<MemberSort> of) {
    public Need {
      of = List.copyOf(of);
    }
  }

  /// How measured quality is measured, and what it has to be.
  ///
  /// @param seconds from the first probe to the last, at least
  /// @param everySeconds between two probes
  /// @param probesMin fewer show nothing
  /// @param runsMin transfers that were timed; fewer show nothing
  /// @param uptimeBps answered of all, basis points
  /// @param latencyMillisMax of the 95th percentile
  /// @param throughputKibMin KiB a second of the median transfer, there and back
  /// @param errorBpsMax wrong of all answers, basis points
  public record Campaign(
      long seconds,
      long everySeconds,
      int probesMin,
      int runsMin,
      int uptimeBps,
      int latencyMillisMax,
      int throughputKibMin,
      int errorBpsMax) {
    /// Refuses nonsense.
    public Campaign {
      Refused.requireRange("campaign.seconds", seconds, 1, 90L * 86_400);
      Refused.requireRange("campaign.everySeconds", everySeconds, 1, seconds);
      // No more than can be asked for in that time.
      Refused.requireRange("campaign.probesMin", probesMin, 1, seconds / everySeconds + 1);
      Refused.requireRange("campaign.runsMin", runsMin, 1, probesMin);
      Refused.requireRange("campaign.uptimeBps", uptimeBps, 0, 10_000);
      Refused.requireRange("campaign.latencyMillisMax", latencyMillisMax, 1, 86_400_000);
      Refused.requireRange("campaign.throughputKibMin", throughputKibMin, 0, 1 << 30);
      Refused.requireRange("campaign.errorBpsMax", errorBpsMax, 0, 10_000);
    }
  }

  /// The documents that these scopes need of such a member.
  public Set<DocumentKind> needed(Set<CertificateScope> scopes, MemberSort sort) {
    var kinds = EnumSet.noneOf(DocumentKind.class);
    documents.stream()
        .filter(need -> scopes.contains(need.scope()) && need.of().contains(sort))
        .forEach(need -> kinds.add(need.kind()));
    return kinds;
  }
}
