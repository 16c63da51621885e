package network.flashback.market.webhook;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.flashback.market.database.Database;
import network.flashback.market.database.Rounds;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.live.EventType;
import network.flashback.market.live.LiveEvents;

/// Notes what webhooks are to be told, and tells it until they have it, or for three days.
///
/// A message may come twice: when we die between telling and noting that it was told. Its
/// `webhook-id` is the same then.
public final class Deliveries implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration TRIED_FOR = Duration.ofDays(3);
  private static final Duration KEPT = Duration.ofDays(30);

  /// How long both secrets count after a rotation.
  private static final Duration BOTH = Duration.ofDays(1);

  /// Seconds to wait after each failure; the last one again and again.
  private static final List<Long> BACK_OFF = List.of(5L, 30L, 120L, 600L, 1_800L, 3_600L, 14_400L);

  /// While it is being told, nobody else tells it.
  private static final long LEASE_SECONDS = 60;

  private static final int EVENTS_AT_ONCE = 500;
  private static final int MESSAGES_AT_ONCE = 32;

  private final Database database;
  private final LiveEvents events;
  private final WebhookSecrets secrets;
  private final Messenger messenger;
  private final InstantSource clock;
  private final ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor();

  private final Rounds rounds = new Rounds("webhooks", this::look, LOOK.multipliedBy(5));

  Deliveries(
      Database database,
      LiveEvents events,
      WebhookSecrets secrets,
      Messenger messenger,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.secrets = secrets;
    this.messenger = messenger;
    this.clock = clock;
  }

  /// Works in the background until closed.
  public void start() {
    rounds.start();
  }

  /// Notes what is new and tells what is due, once.
  public void round() {
    note();
    tell();
  }

  @Override
  public void close() {
    rounds.close();
    tellers.shutdownNow();
    tellers.close();
  }

  private Duration look() {
    round();
    return LOOK;
  }

  /// @param after events up to here were looked at
  private record Listener(
      String id,
      List<EventType> types,
      List<String> consumers,
      List<String> providers,
      long after) {
    boolean wants(LiveEvents.Placed placed) {
      var event = placed.event();
      return types.contains(event.type())
          && (placed.consumer().filter(consumers::contains).isPresent()
              || providers.contains(String.valueOf(event.providerId())));
    }
  }

  private void note() {
    var listeners = listeners();
    if (listeners.isEmpty()) {
      return;
    }
    var after = listeners.stream().mapToLong(Listener::after).min().orElseThrow();
    var types = EnumSet.noneOf(EventType.class);
    listeners.forEach(listener -> types.addAll(listener.types()));
    var newest = events.newest();
    var batch = events.after(after, types, EVENTS_AT_ONCE);
    var through = batch.size() < EVENTS_AT_ONCE ? newest : batch.getLast().sequence();
    var now = clock.instant().getEpochSecond();
    database.change(
        handle -> {
          for (var listener : listeners) {
            for (var placed : batch) {
              // What is older than anybody was told of was read again, and is no news.
              if (placed.sequence() > listener.after()
                  && placed.event().time() > now - TRIED_FOR.toSeconds()
                  && listener.wants(placed)) {
                handle
                    .createUpdate(
                        """
                        INSERT INTO webhook_delivery (webhook, event, type, body, created_at, state, attempts, next_at)
                        VALUES (:webhook, :event, :type, :body, :now, 'WAITING', 0, :now)
                        ON CONFLICT (webhook, event) DO NOTHING\
                        """)
                    .bind("webhook", listener.id())
                    .bind("event", placed.event().id())
                    .bind("type", placed.event().type().toString())
                    .bind("body", JsonWriter.text(placed.event()))
                    .bind("now", now)
                    .execute();
              }
            }
            handle
                .createUpdate(
                    "UPDATE webhook SET after_sequence = :through WHERE id = :id AND after_sequence"
                        + " < :through")
                .bind("through", through)
                .bind("id", listener.id())
                .execute();
          }
          handle
              .createUpdate("DELETE FROM webhook_delivery WHERE created_at < :before")
              .bind("before", now - KEPT.toSeconds())
              .execute();
        });
  }

  private List<Listener> listeners() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM webhook WHERE stopped IS NULL")
                .map(
                    (row, context) ->
                        new Listener(
                            row.getString("id"),
                            Webhooks.types(row.getString("types")),
                            Webhooks.read(row.getString("consumers"), word -> word),
                            Webhooks.read(row.getString("providers"), word -> word),
                            row.getLong("after_sequence")))
                .list());
  }

  private record Due(
      long id,
      String event,
      String body,
      int attempts,
      long createdAt,
      String webhook,
      String url,
      int secretNumber,
      long rotatedAt) {}

  private void tell() {
    var calls = new ArrayList<Callable<Boolean>>();
    for (var due : leased()) {
      calls.add(
          () -> {
            tell(due);
            return true;
          });
    }
    try {
      tellers.invokeAll(calls);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /// Messages that are due, which are this thread's until the lease is over.
  private List<Due> leased() {
    var now = clock.instant().getEpochSecond();
    return database.transact(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE webhook_delivery d SET next_at = :lease FROM webhook w
                    WHERE w.id = d.webhook AND w.stopped IS NULL AND d.id IN (
                      SELECT id FROM webhook_delivery WHERE state = 'WAITING' AND next_at <= :now
                      ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                    RETURNING d.*, w.url, w.secret_number, w.rotated_at\
                    """)
                .bind("lease", now + LEASE_SECONDS)
                .bind("now", now)
                .bind("limit", MESSAGES_AT_ONCE)
                .map(
                    (row, context) ->
                        new Due(
                            row.getLong("id"),
                            row.getString("event"),
                            row.getString("body"),
                            row.getInt("attempts"),
                            row.getLong("created_at"),
                            row.getString("webhook"),
                            row.getString("url"),
                            row.getInt("secret_number"),
                            row.getLong("rotated_at")))
                .list());
  }

  private void tell(Due due) {
    var now = clock.instant().getEpochSecond();
    var numbers = new ArrayList<Integer>(List.of(due.secretNumber()));
    if (due.secretNumber() > 1 && now < due.rotatedAt() + BOTH.toSeconds()) {
      numbers.add(due.secretNumber() - 1);
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", due.event());
    headers.put("webhook-timestamp", Long.toString(now));
    headers.put(
        "webhook-signature",
        secrets.signature(due.webhook(), numbers, due.event(), now, due.body()));
    var outcome = messenger.post(URI.create(due.url()), headers, due.body());
    remember(due, outcome, clock.instant().getEpochSecond());
  }

  private void remember(Due due, Messenger.Outcome outcome, long now) {
    var wait = BACK_OFF.get(Math.min(due.attempts(), BACK_OFF.size() - 1));
    var isDead = outcome.isGone() || now + wait > due.createdAt() + TRIED_FOR.toSeconds();
    var state = outcome.isDelivered() ? "DELIVERED" : isDead ? "DEAD" : "WAITING";
    database.change(
        handle -> {
          handle
              .createUpdate(
                  """
                  UPDATE webhook_delivery SET state = :state, attempts = attempts + 1,
                    next_at = :next, last_at = :now, result = :result WHERE id = :id\
                  """)
              .bind("state", state)
              .bind("next", now + wait)
              .bind("now", now)
              .bind("result", outcome.words())
              .bind("id", due.id())
              .execute();
          if (outcome.isGone()) {
            handle
                .createUpdate("UPDATE webhook SET stopped = :why WHERE id = :id")
                .bind("why", "the receiver answered 410 (gone); a rotation starts it again")
                .bind("id", due.webhook())
                .execute();
            handle
                .createUpdate(
                    """
                    UPDATE webhook_delivery SET state = 'DEAD', result = 'the webhook was stopped'
                    WHERE webhook = :id AND state = 'WAITING'\
                    """)
                .bind("id", due.webhook())
                .execute();
          }
        });
  }
}
