package network.flashback.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoreException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every provider must do, whatever its kind. Extend it and say how a store is opened.
public abstract class ObjectStoreContract {
  private static final long SEED = 20260101;

  private final Random random = new Random(SEED);

  /// A new empty store that holds this many bytes.
  protected abstract ObjectStore emptyStore(long capacityBytes) throws Exception;

  @Test
  void whatWasPutIsReadBackWhole() throws Exception {
    try (var store = emptyStore(64 << 20)) {
      for (int size : List.of(1, 255, 256, 257, 65_536, 3_000_001)) {
        var name = name();
        var bytes = bytes(size);
        assertThat(store.put(name, size, in(bytes)).bytes()).isEqualTo(size);
        assertThat(read(store, name, 0, size)).isEqualTo(bytes);
        assertThat(store.find(name).orElseThrow().bytes()).isEqualTo(size);
      }
    }
  }

  @Test
  void rangesAreExact() throws Exception {
    try (var store = emptyStore(64 << 20)) {
      var name = name();
      var bytes = bytes(100_000);
      store.put(name, bytes.length, in(bytes));
      for (int i = 0; i < 50; i++) {
        var first = random.nextInt(bytes.length);
        var length = 1 + random.nextInt(bytes.length - first);
        assertThat(read(store, name, first, length))
            .isEqualTo(java.util.Arrays.copyOfRange(bytes, first, first + length));
      }
      assertRefused(Reason.RANGE, () -> read(store, name, 99_999, 2));
      assertRefused(Reason.RANGE, () -> read(store, name, 100_000, 1));
    }
  }

  @Test
  void anUnknownNameIsNotFoundAndDeletingItIsNoError() throws Exception {
    try (var store = emptyStore(1 << 20)) {
      var name = name();
      assertThat(store.find(name)).isEmpty();
      assertRefused(Reason.NOT_FOUND, () -> read(store, name, 0, 1));
      store.delete(name);
    }
  }

  @Test
  void theSameBytesAgainChangeNothingAndOthersConflict() throws Exception {
    try (var store = emptyStore(1 << 20)) {
      var name = name();
      var bytes = bytes(10_000);
      var first = store.put(name, bytes.length, in(bytes));
      assertThat(store.put(name, bytes.length, in(bytes))).isEqualTo(first);
      assertThat(store.occupancy().objects()).isEqualTo(1);
      assertRefused(Reason.CONFLICT, () -> store.put(name, 10_000, in(bytes(10_000))));
      assertThat(read(store, name, 0, bytes.length)).isEqualTo(bytes);
    }
  }

  @Test
  void aBodyThatEndsEarlyOrFailsLeavesNothing() throws Exception {
    try (var store = emptyStore(1 << 20)) {
      var name = name();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> store.put(name, 200_000, in(bytes(150_000))));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> store.put(name, 200_000, new FailingInput(120_000)));
      assertThat(store.find(name)).isEmpty();
      store.put(name, 10, in(bytes(10)));
      assertThat(store.occupancy().objects()).isEqualTo(1);
    }
  }

  @Test
  void aFullStoreRefusesAndTakesAgainAfterADelete() throws Exception {
    try (var store = emptyStore(100_000)) {
      var name = name();
      store.put(name, 80_000, in(bytes(80_000)));
      assertRefused(Reason.FULL, () -> store.put(name(), 30_000, in(bytes(30_000))));
      assertThat(store.occupancy().objects()).isEqualTo(1);
      if (store.capabilities().deletes()) {
        store.delete(name);
        store.put(name(), 30_000, in(bytes(30_000)));
      }
    }
  }

  @Test
  void namesAreListedInOrderPageByPage() throws Exception {
    try (var store = emptyStore(1 << 20)) {
      var names = new ArrayList<StoredName>();
      for (int i = 0; i < 25; i++) {
        names.add(name());
        store.put(names.getLast(), 1 + i, in(bytes(1 + i)));
      }
      Collections.sort(names);
      var listed = new ArrayList<StoredName>();
      Listing page;
      do {
        page = store.list(listed.isEmpty() ? Optional.empty() : Optional.of(listed.getLast()), 10);
        listed.addAll(page.names());
      } while (!page.last());
      assertThat(listed).isEqualTo(names);
    }
  }

  @Test
  void manyWriteAndReadAtOnce() throws Exception {
    try (var store = emptyStore(64 << 20);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 32; i++) {
        var name = name();
        var bytes = bytes(100_000 + i);
        work.add(
            () -> {
              store.put(name, bytes.length, in(bytes));
              return java.util.Arrays.equals(read(store, name, 0, bytes.length), bytes);
            });
      }
      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
      assertThat(store.occupancy().objects()).isEqualTo(32);
    }
  }

  protected final StoredName name() {
    return new StoredName(Bytes32.of(bytes(32)));
  }

  protected final byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  protected static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  protected static byte[] read(ObjectStore store, StoredName name, long first, long length)
      throws IOException {
    try (var in = store.get(name, first, length)) {
      return in.readAllBytes();
    }
  }

  protected static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as("seed %d", SEED)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  /// Breaks off after some bytes, like a client that goes away.
  private static final class FailingInput extends InputStream {
    private int left;

    FailingInput(int left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1) < 0 ? -1 : 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("the client went away");
      }
      var given = Math.min(left, length);
      left -= given;
      return given;
    }
  }
}
