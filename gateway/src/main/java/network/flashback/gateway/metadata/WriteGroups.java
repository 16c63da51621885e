package network.flashback.gateway.metadata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Requests of many threads that one transaction answers: what comes while a group is at work makes
/// up the next one. Nobody waits for company, so that a single request is as quick as alone.
///
/// Groups run on a thread of their own. A client that goes interrupts its own thread, and that must
/// not end the connection under the requests of others.
final class WriteGroups<T, R> {
  /// More than that many at once spare little, and make each wait for all of them.
  private static final int GROUP_MAX = 64;

  private final String name;
  private final Function<T, ?> apart;
  private final Work<T, R> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Turn<T, R>> waiting = new ArrayDeque<>();
  private boolean atWork;

  /// What a group comes to.
  @FunctionalInterface
  interface Work<T, R> {
    /// Answers all of a group, each with what it gets or with the exception it is to have. Throws
    /// when nothing was done for any of them.
    List<Answer<R>> of(List<T> group);
  }

  /// What one request gets.
  sealed interface Answer<R> {}

  /// A result.
  record Done<R>(R result) implements Answer<R> {}

  /// A refusal, which concerns none of the others.
  record Refused<R>(RuntimeException why) implements Answer<R> {}

  /// @param name of the threads
  /// @param apart requests for which this is equal are never in one group; they keep their order
  WriteGroups(String name, Function<T, ?> apart, Work<T, R> work) {
    this.name = name;
    this.apart = apart;
    this.work = work;
  }

  /// One request, until it is answered.
  private static final class Turn<T, R> {
    private final T request;
    private final Condition answered;
    private @Nullable Answer<R> answer;

    Turn(T request, Condition answered) {
      this.request = request;
      this.answered = answered;
    }
  }

  /// Answers a request, with whatever others wait at the same time.
  ///
  /// @throws RuntimeException that the work gave for this request
  R ask(T request) {
    lock.lock();
    try {
      var turn = new Turn<T, R>(request, lock.newCondition());
      waiting.add(turn);
      if (!atWork) {
        atWork = true;
        Thread.ofVirtual().name(name).start(this::workOff);
      }
      while (true) {
        var answer = turn.answer;
        if (answer != null) {
          return switch (answer) {
            case Done<R>(R result) -> result;
            case Refused<R>(RuntimeException why) -> throw why;
          };
        }
        // Whatever becomes of the caller, the group may have it by now.
        turn.answered.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Requests that no group has taken yet.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void workOff() {
    for (var group = next(); !group.isEmpty(); group = next()) {
      var answers = answers(group);
      lock.lock();
      try {
        for (int i = 0; i < group.size(); i++) {
          group.get(i).answer = answers.get(i);
          group.get(i).answered.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Turn<T, R>> next() {
    lock.lock();
    try {
      var group = new ArrayList<Turn<T, R>>();
      var taken = new HashSet<Object>();
      for (var turns = waiting.iterator(); turns.hasNext() && group.size() < GROUP_MAX; ) {
        var turn = turns.next();
        if (taken.add(apart.apply(turn.request))) {
          group.add(turn);
          turns.remove();
        }
      }
      atWork = !group.isEmpty();
      return group;
    } finally {
      lock.unlock();
    }
  }

  // What fails as a whole is done one by one: a single request that the database refuses must not
  // fail the others. Where the database is not there, each would only wait for it in vain.
  private List<Answer<R>> answers(List<Turn<T, R>> group) {
    try {
      return work.of(group.stream().map(turn -> turn.request).toList());
    } catch (RuntimeException | Error failed) {
      if (group.size() == 1 || Database.isAway(failed)) {
        return Collections.nCopies(group.size(), new Refused<>(unchecked(failed)));
      }
      return group.stream().flatMap(turn -> answers(List.of(turn)).stream()).toList();
    }
  }

  // Whoever waits must not wait for ever.
  private static RuntimeException unchecked(Throwable failed) {
    return failed instanceof RuntimeException plain
        ? plain
        : new IllegalStateException("a group of requests failed: " + failed, failed);
  }
}
