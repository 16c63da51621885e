package network.flashback.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.flashback.providers.FaultyWay.Fault;
import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.Test;

/// What every store at the other end of a network does, besides [ObjectStoreContract]: for each
/// fault what a caller sees, and that nothing acknowledged is lost and nothing half written is
/// visible. The faults are real ones, on a [FaultyWay].
public abstract class NetworkFaultContract extends ObjectStoreContract {
  /// Long enough for a busy machine, short enough to wait for where it must run out.
  protected static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Where nothing is wrong on the way.
  protected static final Duration UNHURRIED = Duration.ofMinutes(1);

  private static final int BYTES = 300_000;

  /// A new empty store at the other end of a way.
  protected abstract ObjectStore storeBehind(FaultyWay way) throws Exception;

  /// The way to the server that [#storeBehind] is to be used with.
  protected abstract FaultyWay way() throws Exception;

  @Test
  void aLateAnswerIsAnAnswer() throws Exception {
    try (var way = way();
        var store = storeBehind(way)) {
      way.breaks(new Fault.Late(30));
      var name = name();
      var bytes = bytes(50_000);
      store.put(name, bytes.length, in(bytes));
      assertThat(read(store, name, 10, 1000))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 1010));
    }
  }

  @Test
  void aPutThatIsResetIsUnavailableAndCanBePutAgain() throws Exception {
    for (long after : List.of(0L, 100L, 100_000L)) {
      putFailsAndThenSucceeds(new Fault.ResetWhileAsking(after));
    }
  }

  @Test
  void aPutWhoseAnswerIsLostIsUnavailableAndPuttingTheSameAgainIsAcknowledged() throws Exception {
    putFailsAndThenSucceeds(new Fault.ResetWhileAnswering(0));
    putFailsAndThenSucceeds(new Fault.Truncated(0));
    putFailsAndThenSucceeds(new Fault.Truncated(12));
  }

  @Test
  void aBusyServerIsUnavailable() throws Exception {
    putFailsAndThenSucceeds(new Fault.Busy());
    getFailsAndThenSucceeds(new Fault.Busy());
  }

  @Test
  void anAnswerThatIsResetOrCutShortIsUnavailableAndNeverShort() throws Exception {
    for (long after : List.of(0L, 150L, 100_000L, 250_000L)) {
      getFailsAndThenSucceeds(new Fault.ResetWhileAnswering(after));
      getFailsAndThenSucceeds(new Fault.Truncated(after));
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() throws Exception {
    getFailsAndThenSucceeds(new Fault.Drip(5));
  }

  @Test
  void whateverHappensOnTheWayNothingAcknowledgedIsLostAndNothingHalfIsVisible() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("NetworkFaultContract seed " + seed);
    var random = new Random(seed);
    Map<StoredName, byte[]> tried = new HashMap<>();
    Map<StoredName, byte[]> acknowledged = new HashMap<>();
    try (var way = way();
        var store = storeBehind(way)) {
      for (int i = 0; i < 30; i++) {
        way.breaks(any(random));
        var name = name();
        var bytes = bytes(1 + random.nextInt(60_000));
        tried.put(name, bytes);
        try {
          store.put(name, bytes.length, in(bytes));
          acknowledged.put(name, bytes);
        } catch (StoreException refused) {
          assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(Reason.UNAVAILABLE);
        }
      }
      way.heals();
      for (var entry : tried.entrySet()) {
        var found = store.find(entry.getKey());
        assertThat(found.isPresent() || !acknowledged.containsKey(entry.getKey()))
            .as("seed %d", seed)
            .isTrue();
        if (found.isPresent()) {
          assertThat(read(store, entry.getKey(), 0, found.get().bytes()))
              .as("seed %d", seed)
              .isEqualTo(entry.getValue());
        }
        store.put(entry.getKey(), entry.getValue().length, in(entry.getValue()));
      }
      assertThat(store.occupancy().objects()).isEqualTo(30);
    }
  }

  private static Fault any(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Fault.ResetWhileAsking(random.nextInt(60_000));
      case 1 -> new Fault.ResetWhileAnswering(random.nextInt(1200));
      case 2 -> new Fault.Truncated(random.nextInt(1200));
      case 3 -> new Fault.Busy();
      case 4 -> new Fault.Late(random.nextInt(5));
      default -> new Fault.None();
    };
  }

  private void putFailsAndThenSucceeds(Fault fault) throws Exception {
    try (var way = way();
        var store = storeBehind(way)) {
      var name = name();
      var bytes = bytes(BYTES);
      // Sessions and connections are there before the fault.
      store.put(name(), 10, in(bytes(10)));
      way.breaks(fault);
      assertRefused(Reason.UNAVAILABLE, () -> store.put(name, BYTES, in(bytes)));
      way.heals();
      var found = store.find(name);
      if (found.isPresent()) {
        assertThat(read(store, name, 0, found.get().bytes())).as("%s", fault).isEqualTo(bytes);
      }
      store.put(name, BYTES, in(bytes));
      assertThat(read(store, name, 0, BYTES)).isEqualTo(bytes);
      assertThat(store.occupancy().objects()).as("%s", fault).isEqualTo(2);
    }
  }

  private void getFailsAndThenSucceeds(Fault fault) throws Exception {
    try (var way = way();
        var store = storeBehind(way)) {
      var name = name();
      var bytes = bytes(BYTES);
      store.put(name, BYTES, in(bytes));
      way.breaks(fault);
      assertRefused(Reason.UNAVAILABLE, () -> read(store, name, 0, BYTES));
      way.heals();
      assertThat(readPatiently(store, name)).as("%s", fault).isEqualTo(bytes);
    }
  }

  /// What was asked for and not read may have to be paid first.
  private static byte[] readPatiently(ObjectStore store, StoredName name) throws IOException {
    if (store instanceof ProvingStore proving) {
      proving.settle();
    }
    return read(store, name, 0, BYTES);
  }
}
