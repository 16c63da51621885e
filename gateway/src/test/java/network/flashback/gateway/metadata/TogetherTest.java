package network.flashback.gateway.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Questions of threads that ask while statements are under way.
class TogetherTest {
  private static final int GROUP_MAX = 3;

  private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final Together<Integer, Integer> together = new Together<>(this::squares, 1, GROUP_MAX);

  @AfterEach
  void goOn() {
    goesOn.countDown();
  }

  /// 0 waits, -1 fails the statement, 13 is an answer that nobody can read.
  private List<Supplier<Integer>> squares(List<Integer> questions) {
    groups.add(questions);
    if (questions.contains(0)) {
      await(goesOn);
    }
    if (questions.contains(-1)) {
      throw new IllegalStateException("no answer");
    }
    var answers = new ArrayList<Supplier<Integer>>();
    for (int question : questions) {
      answers.add(
          () -> {
            if (question == 13) {
              throw new IllegalArgumentException("unreadable");
            }
            return question * question;
          });
    }
    return answers;
  }

  @Test
  void whoAsksAloneWaitsForNobody() {
    assertThat(together.ask(7)).isEqualTo(49);
    assertThat(together.ask(8)).isEqualTo(64);
    assertThat(groups).containsExactly(List.of(7), List.of(8));
  }

  @Test
  void whatIsAskedMeanwhileIsPutTogetherInGroupsOfABoundedSize() throws Exception {
    var first = asking(0);
    var others = List.of(asking(1), asking(2), asking(3), asking(4), asking(5));
    goesOn.countDown();

    assertThat(first.get()).isZero();
    for (int i = 0; i < others.size(); i++) {
      assertThat(others.get(i).get()).isEqualTo((i + 1) * (i + 1));
    }
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
  }

  @Test
  void aStatementThatFailsFailsItsGroupAndTheNextOneGoesOn() throws Exception {
    var first = asking(0);
    var failing = List.of(asking(-1), asking(2), asking(3));
    var next = asking(4);
    goesOn.countDown();

    assertThat(first.get()).isZero();
    for (var one : failing) {
      assertThatThrownBy(one::get).hasRootCauseMessage("no answer");
    }
    assertThat(next.get()).isEqualTo(16);
  }

  @Test
  void anAnswerThatCannotBeReadFailsWhoAskedForIt() throws Exception {
    var first = asking(0);
    var bad = asking(13);
    var good = asking(2);
    goesOn.countDown();

    assertThat(first.get()).isZero();
    assertThatThrownBy(bad::get).hasRootCauseMessage("unreadable");
    assertThat(good.get()).isEqualTo(4);
    assertThat(groups).containsExactly(List.of(0), List.of(13, 2));
  }

  @Test
  void anInterruptIsSeenAfterTheAnswer() throws Exception {
    var first = asking(0);
    var seen =
        new Asking<>(
            () -> {
              var answer = together.ask(2);
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
              return answer;
            });
    seen.thread.interrupt();
    goesOn.countDown();

    assertThat(first.get()).isZero();
    assertThat(seen.get()).isEqualTo(4);
  }

  private Asking<Integer> asking(int question) {
    return new Asking<>(() -> together.ask(question));
  }

  /// A thread that asks, and waits for its answer.
  private static final class Asking<A> {
    private final FutureTask<A> answer;
    private final Thread thread;

    Asking(Callable<A> question) {
      answer = new FutureTask<>(question);
      thread = Thread.ofVirtual().start(answer);
      var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (thread.getState() != Thread.State.WAITING) {
        assertThat(System.nanoTime()).as("the question waits").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }

    A get() throws Exception {
      return answer.get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
