package network.flashback.domain.placement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cheapest legs of which no two share a provider or a failure domain.
///
/// Taking the cheapest leg first can block the only complete choice (a provider with sites in two
/// domains), so this is the minimum-cost matching between providers and domains, grown one leg at a
/// time along the cheapest augmenting path.
final class DistinctChoice {
  /// Rank is added below the cost, so that equal costs are decided by the order of the legs.
  private static final int RANK_BITS = 48;

  private final List<QuotedLeg> legs;
  private final int[] providers;
  private final int[] domains;
  private final BigInteger[] weights;
  private final boolean[] chosen;
  private final int providerCount;
  private final int nodeCount;

  /// @param legs in the order that decides between equal costs
  DistinctChoice(List<QuotedLeg> legs) {
    this.legs = legs;
    providers = new int[legs.size()];
    domains = new int[legs.size()];
    weights = new BigInteger[legs.size()];
    chosen = new boolean[legs.size()];
    Map<Long, Integer> providerNumbers = new HashMap<>();
    Map<String, Integer> domainNumbers = new HashMap<>();
    for (var i = 0; i < legs.size(); i++) {
      var candidate = legs.get(i).candidate();
      providers[i] = number(providerNumbers, candidate.offer().providerId());
      domains[i] = number(domainNumbers, candidate.failureDomain());
      var cost = legs.get(i).locked().units();
      weights[i] = cost.shiftLeft(RANK_BITS).add(BigInteger.valueOf(i));
    }
    providerCount = providerNumbers.size();
    nodeCount = providerCount + domainNumbers.size();
    for (var i = 0; i < domains.length; i++) {
      domains[i] += providerCount;
    }
  }

  /// That many legs, cheapest together; fewer when there are no more.
  List<QuotedLeg> cheapest(int count) {
    for (var i = 0; i < count && augment(); i++) {
      // Each round adds exactly one leg and may exchange others.
    }
    var result = new ArrayList<QuotedLeg>();
    for (var i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        result.add(legs.get(i));
      }
    }
    return result;
  }

  private boolean augment() {
    var taken = new boolean[nodeCount];
    for (var i = 0; i < chosen.length; i++) {
      taken[providers[i]] |= chosen[i];
      taken[domains[i]] |= chosen[i];
    }
    @Nullable BigInteger[] distance = new BigInteger[nodeCount];
    var edgeInto = new int[nodeCount];
    Arrays.fill(edgeInto, -1);
    for (var node = 0; node < providerCount; node++) {
      if (!taken[node]) {
        distance[node] = BigInteger.ZERO;
      }
    }
    var relaxed = true;
    while (relaxed) {
      relaxed = false;
      for (var i = 0; i < chosen.length; i++) {
        relaxed |= relax(i, distance, edgeInto);
      }
    }
    return flipPathTo(nearestFreeDomain(distance, taken), edgeInto);
  }

  /// An unchosen leg leads from provider to domain and costs; a chosen one leads back and refunds.
  private boolean relax(int leg, @Nullable BigInteger[] distance, int[] edgeInto) {
    var from = chosen[leg] ? domains[leg] : providers[leg];
    var to = chosen[leg] ? providers[leg] : domains[leg];
    var sofar = distance[from];
    if (sofar == null) {
      return false;
    }
    var through = chosen[leg] ? sofar.subtract(weights[leg]) : sofar.add(weights[leg]);
    var known = distance[to];
    if (known != null && known.compareTo(through) <= 0) {
      return false;
    }
    distance[to] = through;
    edgeInto[to] = leg;
    return true;
  }

  private int nearestFreeDomain(@Nullable BigInteger[] distance, boolean[] taken) {
    var nearest = -1;
    @Nullable BigInteger least = null;
    for (var node = providerCount; node < nodeCount; node++) {
      var here = distance[node];
      if (!taken[node] && here != null && (least == null || here.compareTo(least) < 0)) {
        nearest = node;
        least = here;
      }
    }
    return nearest;
  }

  private boolean flipPathTo(int end, int[] edgeInto) {
    if (end < 0) {
      return false;
    }
    for (var node = end; edgeInto[node] >= 0; ) {
      var leg = edgeInto[node];
      var cameFrom = node == domains[leg] ? providers[leg] : domains[leg];
      chosen[leg] = !chosen[leg];
      node = cameFrom;
    }
    return true;
  }

  private static <T> int number(Map<T, Integer> numbers, T key) {
    var fresh = numbers.size();
    var known = numbers.putIfAbsent(key, fresh);
    return known == null ? fresh : known;
  }
}
