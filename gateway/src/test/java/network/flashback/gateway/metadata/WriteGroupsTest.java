package network.flashback.gateway.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.flashback.gateway.metadata.WriteGroups.Answer;
import network.flashback.gateway.metadata.WriteGroups.Done;
import network.flashback.gateway.metadata.WriteGroups.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WriteGroupsTest {
  private static final String GATE = "gate";

  private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch atGate = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  @Test
  void whatComesWhileAGroupIsAtWorkMakesUpTheNextOne() throws Exception {
    var together = together(Function.identity(), this::answered);
    var asked = gathered(together, "a", "b", "c");

    for (var each : asked) {
      assertThat(each.get()).endsWith("!");
    }
    assertThat(groups).hasSize(2);
    assertThat(groups.get(1)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aGroupIsBounded() throws Exception {
    var together = together(Function.identity(), this::answered);
    var many = new String[150];
    for (int i = 0; i < many.length; i++) {
      many[i] = "request " + i;
    }
    for (var each : gathered(together, many)) {
      assertThat(each.get()).endsWith("!");
    }
    assertThat(groups).hasSize(4).allMatch(group -> group.size() <= 64);
  }

  @Test
  void whatIsRefusedConcernsNobodyElse() throws Exception {
    var together = together(Function.identity(), this::answered);
    var asked = gathered(together, "a", "refused", "c");

    assertThat(asked.get(0).get()).isEqualTo("a!");
    assertThatThrownBy(() -> asked.get(1).get()).hasMessageContaining("not refused");
    assertThat(asked.get(2).get()).isEqualTo("c!");
    assertThat(groups).hasSize(2);
  }

  @Test
  void aGroupThatFailsAsAWholeIsDoneOneByOne() throws Exception {
    var together = together(Function.identity(), this::answered);
    var asked = gathered(together, "a", "poison", "c");

    assertThat(asked.get(0).get()).isEqualTo("a!");
    assertThatThrownBy(() -> asked.get(1).get()).hasMessageContaining("a group with poison");
    assertThat(asked.get(2).get()).isEqualTo("c!");
  }

  @Test
  void whereTheDatabaseIsAwayNobodyWaitsForItTwice() throws Exception {
    var together = together(Function.identity(), this::answered);
    var asked = gathered(together, "a", "away", "c");

    for (var each : asked) {
      assertThatThrownBy(each::get).hasMessageContaining("the database is away");
    }
    assertThat(groups).hasSize(2);
  }

  @Test
  void requestsForTheSameAreNeverInOneGroup() throws Exception {
    var together = together(request -> request.substring(0, 1), this::answered);
    for (var each : gathered(together, "a1", "b1", "a2", "a3", "b2")) {
      assertThat(each.get()).endsWith("!");
    }
    for (var group : groups) {
      assertThat(group.stream().map(request -> request.substring(0, 1))).doesNotHaveDuplicates();
    }
    assertThat(groups).hasSize(4);
  }

  @Test
  void aCallerThatIsInterruptedHasItsAnswerAllTheSame() throws Exception {
    var together = together(Function.identity(), this::answered);
    var first = callers.submit(() -> together.ask(GATE));
    atGate.await();
    var interrupted = new CountDownLatch(1);
    Callable<String> caller =
        () -> {
          Thread.currentThread().interrupt();
          interrupted.countDown();
          var answer = together.ask("a");
          return answer + Thread.interrupted();
        };
    var second = callers.submit(caller);
    interrupted.await();
    open.countDown();

    assertThat(first.get()).isEqualTo("gate!");
    assertThat(second.get()).isEqualTo("a!true");
  }

  private WriteGroups<String, String> together(
      Function<String, ?> apart, WriteGroups.Work<String, String> work) {
    return new WriteGroups<>("test", apart, work);
  }

  /// Requests that have all come while a first one was at work.
  private List<Future<String>> gathered(WriteGroups<String, String> together, String... requests)
      throws Exception {
    var first = callers.submit(() -> together.ask(GATE));
    atGate.await();
    var asked = new ArrayList<Future<String>>();
    for (int i = 0; i < requests.length; i++) {
      var request = requests[i];
      asked.add(callers.submit(() -> together.ask(request)));
      while (together.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    open.countDown();
    assertThat(first.get()).isEqualTo("gate!");
    return asked;
  }

  private List<Answer<String>> answered(List<String> group) {
    groups.add(List.copyOf(group));
    if (group.contains(GATE)) {
      atGate.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (group.contains("poison")) {
      throw new IllegalArgumentException("a group with poison");
    }
    if (group.contains("away")) {
      throw new IllegalStateException(new SQLException("the database is away", "08006"));
    }
    return group.stream().map(WriteGroupsTest::answer).toList();
  }

  private static Answer<String> answer(String request) {
    return request.equals("refused")
        ? new Refused<>(new IllegalStateException("not refused for others"))
        : new Done<>(request + "!");
  }
}
