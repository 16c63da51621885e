package network.flashback.gateway.metadata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers questions in groups: who asks while statements are under way waits, and the next
/// statement asks for all that wait.
///
/// Every question is put by a statement that begins after it was asked, so that no answer is older
/// than its question. There is no timer: where nobody is under way, a question is put at once. Who
/// waits longest puts the next group; no thread belongs to this.
///
/// @param <Q> a question
/// @param <A> its answer
final class Together<Q, A> {
  private final Function<List<Q>, List<Supplier<A>>> statement;
  private final int groupMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Turn<Q, A>> waiting = new ArrayDeque<>();

  /// Statements that may begin; guarded by the lock.
  private int lanes;

  /// @param statement puts a group of questions; each asker takes its own answer out of the result,
  ///   in the order of the questions, so that one that cannot be read fails its asker alone
  /// @param lanes statements under way at once
  Together(Function<List<Q>, List<Supplier<A>>> statement, int lanes, int groupMax) {
    this.statement = statement;
    this.lanes = lanes;
    this.groupMax = groupMax;
  }

  /// One question of one thread.
  private static final class Turn<Q, A> {
    private final Q question;
    private final Thread asker = Thread.currentThread();

    /// Whether its thread is to put the next group; guarded by the lock.
    private boolean leads;

    private volatile @Nullable Supplier<A> answer;

    Turn(Q question) {
      this.question = question;
    }
  }

  /// The answer, or what kept the statement from answering. An interrupt is seen afterwards.
  A ask(Q question) {
    var turn = new Turn<Q, A>(question);
    var interrupted = Thread.interrupted();
    try {
      var leads = enters(turn);
      while (!leads && turn.answer == null) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
        leads = turn.answer == null && isLeader(turn);
      }
      if (leads) {
        lead(turn);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return answerOf(turn);
  }

  private static <Q, A> A answerOf(Turn<Q, A> turn) {
    var answer = turn.answer;
    if (answer == null) {
      throw new IllegalStateException("a group of questions left one without an answer");
    }
    return answer.get();
  }

  /// Whether the turn begins at once.
  private boolean enters(Turn<Q, A> turn) {
    lock.lock();
    try {
      if (lanes > 0) {
        lanes--;
        return true;
      }
      waiting.add(turn);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isLeader(Turn<Q, A> turn) {
    lock.lock();
    try {
      return turn.leads;
    } finally {
      lock.unlock();
    }
  }

  private void lead(Turn<Q, A> own) {
    var group = group(own);
    List<Supplier<A>> answers;
    try {
      answers = statement.apply(group.stream().map(turn -> turn.question).toList());
    } catch (RuntimeException | Error failed) {
      Supplier<A> fails =
          () -> {
            throw failed;
          };
      answers = group.stream().map(turn -> fails).toList();
    } finally {
      passOn();
    }
    for (int i = 0; i < answers.size(); i++) {
      var turn = group.get(i);
      turn.answer = answers.get(i);
      if (turn != own) {
        LockSupport.unpark(turn.asker);
      }
    }
  }

  /// The leader's turn and those that wait, the longest first.
  private List<Turn<Q, A>> group(Turn<Q, A> own) {
    var group = new ArrayList<Turn<Q, A>>();
    group.add(own);
    lock.lock();
    try {
      while (group.size() < groupMax && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
    } finally {
      lock.unlock();
    }
    return group;
  }

  /// Gives the lane to whoever waits longest.
  private void passOn() {
    Turn<Q, A> next;
    lock.lock();
    try {
      next = waiting.poll();
      if (next == null) {
        lanes++;
      } else {
        next.leads = true;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      LockSupport.unpark(next.asker);
    }
  }
}
