package network.flashback.market.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import network.flashback.http.BodyWriter;
import network.flashback.http.HttpResponse;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.json.JsonWriter;

/// Streams of server-sent events (HTML Living Standard, 9.2): as many at once as there is room for.
///
/// A client that reconnects names the last number that it saw and gets what it missed.
public final class EventStreams implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int BATCH = 200;

  /// A client that takes longer for a batch is dropped: it would hold memory for nothing.
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final EventSource events;
  private final LongSupplier revision;
  private final Duration slow;
  private final Semaphore places;
  private volatile boolean closed;

  /// @param revision another number after each change of the events
  public EventStreams(LiveEvents events, LongSupplier revision, int streamsMax) {
    this(events, revision, streamsMax, SLOW);
  }

  EventStreams(EventSource events, LongSupplier revision, int streamsMax, Duration slow) {
    this.events = events;
    this.revision = revision;
    this.slow = slow;
    this.places = new Semaphore(streamsMax);
  }

  /// A stream behind a place; a negative one begins with what comes from now on.
  public HttpResponse stream(Set<EventType> types, long after) {
    if (!places.tryAcquire()) {
      throw new MarketException(
          MarketError.BUSY,
          "As many streams are open as this platform keeps.",
          "Try again in a minute, or ask for what you watch from time to time.");
    }
    var begin = after < 0 ? events.newest() : after;
    BodyWriter writer = body -> write(body, types, begin);
    return HttpResponse.chunked(200, writer)
        .header("Content-Type", "text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .closing(places::release);
  }

  @Override
  public void close() {
    closed = true;
  }

  void write(OutputStream body, Set<EventType> types, long begin) throws IOException {
    send(body, "retry: 2000\n\n");
    var last = begin;
    var seen = Long.MIN_VALUE;
    var silent = System.nanoTime();
    while (!closed) {
      var now = revision.getAsLong();
      if (now != seen) {
        var batch = events.after(last, types, BATCH);
        // A full batch may have more behind it.
        seen = batch.size() == BATCH ? Long.MIN_VALUE : now;
        if (!batch.isEmpty()) {
          var text = new StringBuilder();
          batch.forEach(one -> append(text, one));
          last = batch.getLast().sequence();
          var before = System.nanoTime();
          send(body, text.toString());
          silent = System.nanoTime();
          if (silent - before > slow.toNanos()) {
            send(
                body,
                "event: dropped\ndata: {\"reason\":\"the last events took more than %d s to be read; connect again to go on\"}\n\n"
                    .formatted(slow.toSeconds()));
            return;
          }
          continue;
        }
      }
      if (System.nanoTime() - silent > HEARTBEAT.toNanos()) {
        // A comment: keeps proxies from closing, and finds out clients that have gone.
        send(body, ":\n\n");
        silent = System.nanoTime();
      }
      if (!paused()) {
        return;
      }
    }
  }

  private static boolean paused() {
    try {
      Thread.sleep(LOOK);
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void append(StringBuilder text, LiveEvents.Placed one) {
    text.append("id: ").append(one.sequence()).append('\n');
    text.append("event: ").append(one.event().type()).append('\n');
    text.append("data: ").append(JsonWriter.text(one.event())).append("\n\n");
  }

  private static void send(OutputStream body, String text) throws IOException {
    body.write(text.getBytes(StandardCharsets.UTF_8));
    body.flush();
  }
}
