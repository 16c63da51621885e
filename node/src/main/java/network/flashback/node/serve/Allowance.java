package network.flashback.node.serve;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import network.flashback.evm.Address;
import network.flashback.http.HttpResponse;

/// What those who measure may ask for free: each so often a minute, all of them so many at once.
final class Allowance {
  private static final long MINUTE_SECONDS = 60;

  private final String what;
  private final int eachMinute;
  private final int atOnce;
  private final InstantSource clock;
  private final Semaphore slots;
  private final Map<Address, Integer> asked = new HashMap<>();
  private long minute;

  /// @param what is asked for, in the plural
  Allowance(String what, int eachMinute, int atOnce, InstantSource clock) {
    this.what = what;
    this.eachMinute = eachMinute;
    this.atOnce = atOnce;
    this.clock = clock;
    this.slots = new Semaphore(atOnce);
  }

  /// Work that is done for somebody.
  interface Work {
    HttpResponse run() throws IOException;
  }

  HttpResponse spend(Address asker, Work work) throws IOException {
    if (!isWithin(asker) || !slots.tryAcquire()) {
      throw Problem.BUSY.because(
          "Nobody may ask for more than %d %s a minute, and all together for %d at once."
              .formatted(eachMinute, what, atOnce));
    }
    try {
      return work.run();
    } finally {
      slots.release();
    }
  }

  private synchronized boolean isWithin(Address asker) {
    long now = clock.instant().getEpochSecond() / MINUTE_SECONDS;
    if (now != minute) {
      asked.clear();
      minute = now;
    }
    return asked.merge(asker, 1, Integer::sum) <= eachMinute;
  }
}
