package network.flashback.domain.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.Refused;
import network.flashback.domain.storage.Region;

/// Where bytes may lie, as rules: names such as `eu-de`, or beginnings such as `eu-*`.
///
/// @param wanted any of them; none means anywhere
/// @param excluded none of them, whatever is wanted: what law forbids
public record RegionRules(List<String> wanted, List<String> excluded) {
  /// Anywhere.
  public static final RegionRules ANYWHERE = new RegionRules(List.of(), List.of());

  private static final int RULES_MAX = 64;

  /// Refuses what is neither a name nor a beginning.
  public RegionRules {
    wanted = checked("regions", wanted);
    excluded = checked("excludedRegions", excluded);
  }

  /// Why a region is not allowed, as a sentence without its subject; nothing when it is.
  Optional<String> objection(Region region) {
    if (excluded.stream().anyMatch(rule -> matches(rule, region))) {
      return Optional.of("lies in " + region + ", which is excluded");
    }
    return wanted.isEmpty() || wanted.stream().anyMatch(rule -> matches(rule, region))
        ? Optional.empty()
        : Optional.of("lies in " + region + ", which is not among the regions wished");
  }

  /// Whether every region is allowed.
  boolean allowAll() {
    return wanted.isEmpty() && excluded.isEmpty();
  }

  /// The same exclusions with one region more that is wanted.
  RegionRules withWanted(Region region) {
    var more = new ArrayList<>(wanted);
    more.add(region.name());
    return new RegionRules(more, excluded);
  }

  private static boolean matches(String rule, Region region) {
    return rule.endsWith("*")
        ? region.name().startsWith(rule.substring(0, rule.length() - 1))
        : region.name().equals(rule);
  }

  private static List<String> checked(String field, List<String> rules) {
    if (rules.size() > RULES_MAX) {
      throw new Refused(field, "are " + rules.size(), "name at most " + RULES_MAX);
    }
    for (var rule : rules) {
      if (!rule.matches("[a-z][a-z0-9-]{1,31}|[a-z][a-z0-9-]{0,30}\\*")) {
        throw new Refused(
            field,
            "name \"" + rule + "\", which is no region",
            "write a name such as eu-de, or a beginning such as eu-*");
      }
    }
    return List.copyOf(rules);
  }
}
