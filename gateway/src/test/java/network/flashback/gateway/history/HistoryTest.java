package network.flashback.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.flashback.gateway.history.Act.Absent;
import network.flashback.gateway.history.Act.Always;
import network.flashback.gateway.history.Act.Condition;
import network.flashback.gateway.history.Act.Delete;
import network.flashback.gateway.history.Act.Matches;
import network.flashback.gateway.history.Act.Outcome;
import network.flashback.gateway.history.Act.Read;
import network.flashback.gateway.history.Act.Write;
import network.flashback.gateway.history.History.Step;
import org.junit.jupiter.api.Test;

/// The checker itself: histories that no order explains must be found out.
class HistoryTest {
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private static final long SEED = Long.getLong("seed", 11);

  @Test
  void whatHappensInTurnAndIsAnsweredRightIsExplained() {
    assertThat(
            history(
                step(write("a"), 0, 1),
                step(read("a"), 2, 3),
                step(delete(), 4, 5),
                step(readNothing(), 6, 7)))
        .matches(History::isLinearizable);
  }

  @Test
  void twoActsAtOnceMayHappenInEitherOrder() {
    for (String seen : List.of("a", "b")) {
      assertThat(history(step(write("a"), 0, 9), step(write("b"), 1, 8), step(read(seen), 10, 11)))
          .matches(History::isLinearizable);
    }
  }

  @Test
  void aReadOfWhatWasReplacedBeforeItBeganIsFoundOut() {
    assertThat(history(step(write("a"), 0, 1), step(write("b"), 2, 3), step(read("a"), 4, 5)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void aReadThatFindsNothingAfterAnAcknowledgedWriteIsFoundOut() {
    assertThat(history(step(write("a"), 0, 1), step(readNothing(), 2, 3)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void readsThatGoBackInTimeAreFoundOut() {
    assertThat(
            history(
                step(write("a"), 0, 1),
                step(write("b"), 2, 20),
                step(read("b"), 3, 4),
                step(read("a"), 5, 6)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void twoWinnersOfOneIfNoneMatchAreFoundOut() {
    assertThat(
            history(
                step(new Write("a", new Absent(), Outcome.DONE), 0, 9),
                step(new Write("b", new Absent(), Outcome.DONE), 0, 9)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void aLostUpdateIsFoundOut() {
    assertThat(
            history(
                step(write("a"), 0, 1),
                step(new Write("b", new Matches("a"), Outcome.DONE), 2, 9),
                step(new Write("c", new Matches("a"), Outcome.DONE), 2, 9)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void aRefusalWithoutAReasonIsFoundOut() {
    assertThat(history(step(new Write("a", new Absent(), Outcome.REFUSED), 0, 1)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void whatWasDeletedAndIsSeenAgainIsFoundOut() {
    assertThat(history(step(write("a"), 0, 1), step(delete(), 2, 3), step(read("a"), 4, 5)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void aWriteWithoutAnAnswerMayActLaterOrNeverButNotTwice() {
    var lost = step(new Write("a", new Always(), Outcome.UNKNOWN), 0, 1);
    assertThat(history(lost, step(readNothing(), 2, 3), step(read("a"), 4, 5)))
        .matches(History::isLinearizable);
    assertThat(history(lost, step(readNothing(), 2, 3))).matches(History::isLinearizable);
    assertThat(
            history(
                lost,
                step(read("a"), 2, 3),
                step(write("b"), 4, 5),
                step(read("b"), 6, 7),
                step(read("a"), 8, 9)))
        .matches(history -> !history.isLinearizable());
  }

  @Test
  void theSearchAgreesWithTryingEveryOrder() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var explained = 0;
    for (int run = 0; run < 3000; run++) {
      var history = random(random);
      var expected = permuted(history.steps(), Optional.empty());
      assertThat(history.isLinearizable()).as("%s", history).isEqualTo(expected);
      explained += expected ? 1 : 0;
    }
    assertThat(explained).as("both kinds are tried").isBetween(300, 2700);
  }

  private static History random(Random random) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      var called = random.nextInt(8);
      var outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
      var value = "v" + random.nextInt(3);
      var act =
          switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? new Read(Optional.of(value)) : readNothing();
            case 1 -> new Delete(random.nextBoolean() ? Outcome.DONE : Outcome.UNKNOWN);
            default -> new Write("v" + i, condition(random, outcome, value), outcome);
          };
      steps.add(step(act, called, called + random.nextInt(5)));
    }
    return new History(steps);
  }

  private static Condition condition(Random random, Outcome outcome, String value) {
    if (outcome != Outcome.REFUSED && random.nextBoolean()) {
      return new Always();
    }
    return random.nextBoolean() ? new Absent() : new Matches(value);
  }

  /// Every order of every selection, without any cleverness.
  private static boolean permuted(List<Step> left, Optional<String> value) {
    if (left.stream().allMatch(step -> step.act().isOptional())) {
      return true;
    }
    for (Step first : left) {
      var rest = new ArrayList<>(left);
      rest.remove(first);
      var early =
          rest.stream()
              .noneMatch(other -> !other.act().isOptional() && other.answered() < first.called());
      if (early && first.act().fits(value) && permuted(rest, first.act().after(value))) {
        return true;
      }
    }
    return false;
  }

  private static History history(Step... steps) {
    return new History(List.of(steps));
  }

  private static Step step(Act act, long called, long answered) {
    return new Step(act, called, answered);
  }

  private static Act write(String value) {
    return new Write(value, new Always(), Outcome.DONE);
  }

  private static Act read(String value) {
    return new Read(Optional.of(value));
  }

  private static Act readNothing() {
    return new Read(Optional.empty());
  }

  private static Act delete() {
    return new Delete(Outcome.DONE);
  }
}
