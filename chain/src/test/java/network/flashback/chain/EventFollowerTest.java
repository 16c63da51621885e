package network.flashback.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventFollowerTest {
  private TestChain test;
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    test = new TestChain();
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void eventsAreDeliveredOnceInOrderWhateverTheRange() {
    for (int note = 1; note <= 7; note++) {
      increase(note);
      test.mine();
    }
    EventFollower follower = follower(new MemoryPosition(this::record), policy(0, 64, 3));

    follower.catchUp();
    increase(8);
    follower.catchUp();
    follower.catchUp();

    assertThat(seen).containsExactly("+1", "+2", "+3", "+4", "+5", "+6", "+7", "+8");
  }

  @Test
  void historyFarBehindTheHeadIsReadInRanges() {
    for (int note = 1; note <= 5; note++) {
      increase(note);
      test.rpc.call("anvil_mine", Quantity.of(20));
    }

    follower(new MemoryPosition(this::record), policy(0, 4, 30)).catchUp();

    assertThat(seen).containsExactly("+1", "+2", "+3", "+4", "+5");
  }

  @Test
  void reorganisationTakesEventsBackNewestFirstAndDeliversTheNewOnes() {
    increase(1);
    increase(2);
    increase(3);
    EventFollower follower = follower(new MemoryPosition(this::record), policy(0, 64, 100));
    follower.catchUp();

    test.rpc.call("anvil_reorg", 2, List.of());
    increase(4);
    follower.catchUp();

    assertThat(seen.subList(0, 5)).containsExactly("+1", "+2", "+3", "-3", "-2");
    assertThat(seen.subList(5, seen.size())).endsWith("+4");
    assertThat(logsOnChain()).isEqualTo(standing());
  }

  @Test
  void chainThatGoesBackToASnapshotIsFollowed() {
    increase(1);
    String snapshot = test.rpc.call("evm_snapshot").asText();
    increase(2);
    increase(3);
    EventFollower follower = follower(new MemoryPosition(this::record), policy(0, 64, 100));
    follower.catchUp();

    test.rpc.call("evm_revert", snapshot);
    follower.catchUp();
    assertThat(seen).containsExactly("+1", "+2", "+3", "-3", "-2");

    increase(4);
    follower.catchUp();
    assertThat(seen).endsWith("-2", "+4");
    assertThat(logsOnChain()).isEqualTo(standing());
  }

  @Test
  void restartedFollowerTakesBackWhatAnEarlierOneDelivered() {
    var stored = new StoredPosition();
    increase(1);
    increase(2);
    follower(stored, policy(0, 64, 100)).catchUp();

    test.rpc.call("anvil_reorg", 1, List.of());
    follower(stored, policy(0, 64, 100)).catchUp();

    assertThat(seen).startsWith("+1", "+2", "-2");
    assertThat(logsOnChain()).isEqualTo(standing());
  }

  @Test
  void changesThatWereNotStoredAreDeliveredAgain() {
    var stored = new StoredPosition();
    increase(1);
    stored.failing = true;
    assertThatIllegalStateException()
        .isThrownBy(() -> follower(stored, policy(0, 64, 100)).catchUp());
    assertThat(seen).isEmpty();

    stored.failing = false;
    follower(stored, policy(0, 64, 100)).catchUp();

    assertThat(seen).containsExactly("+1");
  }

  @Test
  void depthHoldsEventsBackUntilEnoughBlocksLieOnThem() {
    EventFollower follower = follower(new MemoryPosition(this::record), policy(2, 64, 100));
    increase(1);
    follower.catchUp();
    assertThat(seen).isEmpty();

    test.mine();
    test.mine();
    follower.catchUp();

    assertThat(seen).containsExactly("+1");
  }

  @Test
  void reorganisationDeeperThanWhatIsKeptIsAnErrorThatSaysWhatToDo() {
    var stored = new StoredPosition();
    for (int note = 1; note <= 4; note++) {
      increase(note);
    }
    follower(stored, policy(0, 2, 100)).catchUp();

    test.rpc.call("anvil_reorg", 4, List.of());

    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(() -> follower(stored, policy(0, 2, 100)).catchUp())
        .withMessageContaining("reorganised deeper than the 2 blocks")
        .withMessageContaining("follow it again from block");
  }

  @Test
  void followingGoesOnUntilItIsToldToStop() throws InterruptedException {
    var running = new AtomicBoolean(true);
    var arrived = new CountDownLatch(2);
    var position =
        new MemoryPosition(
            change -> {
              record(change);
              arrived.countDown();
            });
    EventFollower follower = follower(position, policy(0, 64, 100));
    Thread thread = Thread.ofVirtual().start(() -> follower.follow(running::get));

    increase(1);
    increase(2);

    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    running.set(false);
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    assertThat(seen).containsExactly("+1", "+2");
  }

  @Test
  void positionSurvivesItsTextAndDamageIsRefused() {
    var stored = new StoredPosition();
    increase(1);
    follower(stored, policy(0, 64, 100)).catchUp();
    FollowedBlocks position = stored.load().orElseThrow();

    assertThat(FollowedBlocks.parse(position.toJson())).isEqualTo(position);
    assertThatIllegalArgumentException().isThrownBy(() -> FollowedBlocks.parse("{}"));
    assertThatIllegalArgumentException().isThrownBy(() -> FollowedBlocks.parse("x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FollowedBlocks(position.last() + 1, position.recent()))
        .withMessageContaining("damaged");
  }

  private void increase(int note) {
    test.counter.send(test.sender(1), "increase", 1, Bytes32.of(note));
  }

  private EventFollower follower(FollowerPosition position, FollowingPolicy policy) {
    return new EventFollower(test.chain, test.counter.events("Increased"), 1, position, policy);
  }

  private static FollowingPolicy policy(int depth, int reorganisationDepth, int range) {
    return new FollowingPolicy(depth, reorganisationDepth, range, Duration.ofMillis(5));
  }

  private void record(LogChange change) {
    seen.add((change instanceof LogChange.Added ? "+" : "-") + note(change.log()));
  }

  private long note(Log log) {
    return test.counter.read(log).orElseThrow().values().word("note").toInteger().longValueExact();
  }

  private List<String> logsOnChain() {
    return test.chain.logs(test.counter.events("Increased"), 1, test.chain.height()).stream()
        .map(log -> "+" + note(log))
        .toList();
  }

  // What is left of the deliveries after all that was taken back.
  private List<String> standing() {
    List<String> left = new ArrayList<>();
    for (String change : seen) {
      if (change.startsWith("+")) {
        left.add(change);
      } else {
        assertThat(left.removeLast()).isEqualTo("+" + change.substring(1));
      }
    }
    return left;
  }

  /// Keeps its position as text, as a database would, and takes changes and position together or
  /// not at all.
  private final class StoredPosition implements FollowerPosition {
    private Optional<String> text = Optional.empty();
    private boolean failing;

    @Override
    public Optional<FollowedBlocks> load() {
      return text.map(FollowedBlocks::parse);
    }

    @Override
    public void advance(List<LogChange> changes, FollowedBlocks position) {
      if (failing) {
        throw new IllegalStateException("The store fails.");
      }
      changes.forEach(EventFollowerTest.this::record);
      text = Optional.of(position.toJson());
    }
  }
}
