package network.flashback.chain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import network.flashback.evm.Bytes;
import org.junit.jupiter.api.Test;

/// The deployed contracts against a second telling of their rules, over random histories: after
/// every step each balance and each view must be the same, and what one refuses the other refuses
/// for the same reason.
///
/// `-Ddeep=true` runs twelve times as many, `-Dledger.histories=N` as many as it says, and
/// `-Dledger.seed=N` begins with the seed that a failure names.
class LedgerDifferentialTest {
  private static final int HISTORIES = 10;
  private static final int HISTORIES_DEEP = 105;
  private static final int STEPS = 240;
  private static final long FIRST_SEED = 20_260;

  final SortedMap<String, Integer> done = new TreeMap<>();
  private final SortedMap<String, Integer> refused = new TreeMap<>();

  @Test
  void randomHistoriesLeaveContractsAndModelTheSameAfterEveryStep() throws Exception {
    long first = Long.getLong("ledger.seed", FIRST_SEED);
    int usual = Boolean.getBoolean("deep") ? HISTORIES_DEEP : HISTORIES;
    int histories = Integer.getInteger("ledger.histories", usual);
    int steps = 0;
    try (var chain = new LedgerChain()) {
      for (long seed = first; seed < first + histories; seed++) {
        steps += replay(chain, seed);
      }
    }
    System.out.printf(
        "Ledger against model: %d steps in %d histories, seeds %d to %d, no difference.%nDone: %s%nRefused by both: %s%n",
        steps, histories, first, first + histories - 1, done, refused);
    if (histories < HISTORIES) {
      return;
    }
    assertThat(done)
        .as("every verb succeeds in some history, or it would not be compared")
        .containsKeys(
            "open",
            "openFor",
            "topUp",
            "activate",
            "confirm",
            "confirmShort",
            "seed",
            "rootPosted",
            "credit",
            "settle",
            "settleMany",
            "settleAndWithdraw",
            "penaliseMiss",
            "breach",
            "lose",
            "claimVoucher",
            "claimVouchers",
            "replaceLeg",
            "replaceLeg, with a slash share",
            "changeRate",
            "changeRate, a further one",
            "renew",
            "renew, at another rate",
            "revokeMandates",
            "freeze",
            "award",
            "thaw",
            "giveNotice",
            "end",
            "void",
            "withdrawEarnings",
            "withdrawRefund",
            "sweepFees",
            "claim",
            "cancelOffers");
    assertThat(steps).isGreaterThanOrEqualTo(2_000);
  }

  /// Tells one history to contracts and model, and compares them after every step.
  int replay(LedgerChain chain, long seed) {
    var model = chain.fresh();
    var history = new History(chain, seed);
    List<String> told = new ArrayList<>();
    model.clock.now = history.firstTime(model);
    chain.moveTo(model.clock.now);
    compare(chain, model, seed, told);
    for (int step = 0; step < STEPS; step++) {
      long time = history.nextTime(model);
      if (time > model.clock.now) {
        model.clock.now = time;
        chain.moveTo(time);
      }
      var next = history.next(model);
      told.add(time + ": " + next.what());
      model = both(chain, model, next, seed, told);
      compare(chain, model, seed, told);
    }
    return STEPS;
  }

  private LedgerModel both(
      LedgerChain chain, LedgerModel model, Step step, long seed, List<String> told) {
    var answer = chain.perform(step.from(), step.call(), model.clock.now);
    var tried = model.copy();
    Optional<String> refusal = Optional.empty();
    var wanted = BigInteger.ZERO;
    try {
      wanted = step.model().apply(tried);
    } catch (Refusal refusing) {
      refusal = Optional.of(refusing.error());
    }
    assertThat(answer.error()).as("%s: refusal", story(seed, told)).isEqualTo(refusal);
    if (refusal.isPresent()) {
      refused.merge(step.verb() + " " + refusal.get(), 1, Integer::sum);
      return model;
    }
    if (step.compares()) {
      assertThat(integer(answer.returned()))
          .as("%s: returned", story(seed, told))
          .isEqualTo(wanted);
    }
    done.merge(step.verb(), 1, Integer::sum);
    if (step.verb().equals("replaceLeg") && shares(tried).compareTo(shares(model)) < 0) {
      done.merge("replaceLeg, with a slash share", 1, Integer::sum);
    }
    if (breaches(tried) > breaches(model)) {
      done.merge("breach", 1, Integer::sum);
    }
    return tried;
  }

  private static BigInteger shares(LedgerModel model) {
    return IntStream.rangeClosed(1, LedgerChain.CONSUMERS)
        .mapToObj(model.till.slashed::of)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static long breaches(LedgerModel model) {
    return model.agreements.values().stream().filter(each -> each.replaceable).count();
  }

  private static BigInteger integer(Bytes word) {
    return new BigInteger(1, word.toArray());
  }

  private static void compare(LedgerChain chain, LedgerModel model, long seed, List<String> told) {
    var actual = Views.of(chain, model);
    var expected = Views.of(model, chain);
    if (!actual.equals(expected)) {
      assertThat(differences(actual, expected)).as(story(seed, told)).isEmpty();
    }
  }

  private static List<String> differences(
      Map<String, Object> actual, Map<String, Object> expected) {
    var names = new TreeSet<>(actual.keySet());
    names.addAll(expected.keySet());
    return names.stream()
        .filter(name -> !java.util.Objects.equals(actual.get(name), expected.get(name)))
        .map(
            name ->
                "%s: the contracts say %s, the model says %s"
                    .formatted(name, actual.get(name), expected.get(name)))
        .toList();
  }

  private static String story(long seed, List<String> told) {
    return "seed "
        + seed
        + " (-Dledger.seed="
        + seed
        + "), step "
        + told.size()
        + ":\n  "
        + String.join("\n  ", told.subList(Math.max(0, told.size() - 12), told.size()));
  }
}
