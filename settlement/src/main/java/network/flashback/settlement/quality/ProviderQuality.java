package network.flashback.settlement.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// What a bundle says of a provider, all its agreements together: of each figure the median of the
/// reporters that probed it, so that one of them alone moves little.
///
/// @param probes of all reporters
/// @param uptimeBps answered of all, in basis points, rounded down
/// @param latencyP50 milliseconds to the first byte that half of the answers did not exceed
/// @param throughputKib median KiB per second that came; none where nobody read a run
/// @param writeKib median KiB per second that were taken; none where nobody wrote
/// @param errorBps wrong answers of all answers, in basis points, rounded down
public record ProviderQuality(
    long providerId,
    long probes,
    int uptimeBps,
    int latencyP50,
    int latencyP95,
    int latencyP99,
    OptionalInt throughputKib,
    OptionalInt writeKib,
    int errorBps) {
  private static final int WHOLE = 10_000;

  /// Of every provider that somebody probed, by id.
  public static List<ProviderQuality> of(QualityBundle bundle) {
    var byProvider = new TreeMap<Long, List<Probed>>();
    for (var signed : bundle.summaries()) {
      var own = new TreeMap<Long, Probed>();
      for (var agreement : signed.summary().agreements()) {
        if (agreement.probes() > 0) {
          own.merge(agreement.agreementId().providerId(), Probed.of(agreement), Probed::plus);
        }
      }
      own.forEach(
          (provider, probed) ->
              byProvider.computeIfAbsent(provider, any -> new ArrayList<>()).add(probed));
    }
    return byProvider.entrySet().stream()
        .map(entry -> median(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ProviderQuality median(long provider, List<Probed> all) {
    return new ProviderQuality(
        provider,
        all.stream().mapToLong(Probed::probes).sum(),
        middle(all, Probed::uptimeBps, true),
        middle(all, probed -> probed.latency().percentile(50), false),
        middle(all, probed -> probed.latency().percentile(95), false),
        middle(all, probed -> probed.latency().percentile(99), false),
        middle(all.stream().flatMap(one -> one.reads().stream())),
        middle(all.stream().flatMap(one -> one.writes().stream())),
        middle(all, Probed::errorBps, false));
  }

  private static OptionalInt middle(Stream<Integer> speeds) {
    var sorted = speeds.sorted().toList();
    return sorted.isEmpty() ? OptionalInt.empty() : OptionalInt.of(sorted.get(sorted.size() / 2));
  }

  /// Of an even number the figure that is better for the provider, as in a verdict.
  private static int middle(
      List<Probed> all, ToIntFunction<Probed> figure, boolean higherIsBetter) {
    var sorted = all.stream().mapToInt(figure).sorted().toArray();
    return sorted[higherIsBetter ? sorted.length / 2 : (sorted.length - 1) / 2];
  }

  /// What one reporter saw of a provider.
  private record Probed(
      long probes,
      long answered,
      long wrong,
      LatencyHistogram latency,
      List<Integer> reads,
      List<Integer> writes) {
    static Probed of(AgreementSummary agreement) {
      return new Probed(
          agreement.probes(),
          agreement.right() + agreement.wrong(),
          agreement.wrong(),
          agreement.latency(),
          speed(agreement.transfers()),
          speed(agreement.writes()));
    }

    private static List<Integer> speed(Transfers oneWay) {
      return oneWay.runs() == 0 ? List.of() : List.of(oneWay.medianKib());
    }

    Probed plus(Probed other) {
      return new Probed(
          probes + other.probes,
          answered + other.answered,
          wrong + other.wrong,
          latency.plus(other.latency),
          all(reads, other.reads),
          all(writes, other.writes));
    }

    private static List<Integer> all(List<Integer> some, List<Integer> more) {
      var all = new ArrayList<>(some);
      all.addAll(more);
      return all;
    }

    int uptimeBps() {
      return (int) (answered * WHOLE / probes);
    }

    int errorBps() {
      return answered == 0 ? 0 : (int) (wrong * WHOLE / answered);
    }
  }
}
