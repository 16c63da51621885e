package network.flashback.market.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Tokens;
import network.flashback.market.database.Database;
import network.flashback.market.live.EventType;
import network.flashback.market.live.LiveEvents;
import org.jdbi.v3.core.Handle;

/// The webhooks of organisations, as their members manage them.
public final class Webhooks {
  private static final int OF_AN_ORGANISATION_MAX = 20;

  private final Database database;
  private final LiveEvents events;
  private final WebhookSecrets secrets;
  private final Messenger messenger;
  private final Tokens tokens;
  private final InstantSource clock;

  Webhooks(
      Database database,
      LiveEvents events,
      WebhookSecrets secrets,
      Messenger messenger,
      Tokens tokens,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.secrets = secrets;
    this.messenger = messenger;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Makes a webhook; it is told what happens from now on.
  public NewWebhook make(String organisation, WebhookRequest request) {
    if (!messenger.takes(URI.create(request.url()))) {
      throw new Refused("url", "is not https", "give an address that is reached by TLS");
    }
    var now = clock.instant().getEpochSecond();
    var id = tokens.name("whk_");
    var begin = events.newest();
    database.change(
        handle -> {
          requireRoom(handle, organisation);
          handle
              .createUpdate(
                  """
                  INSERT INTO webhook (id, organisation, url, types, consumers, providers,
                    secret_number, rotated_at, created_at, after_sequence)
                  VALUES (:id, :organisation, :url, :types, :consumers, :providers, 1, 0, :now, :after)\
                  """)
              .bind("id", id)
              .bind("organisation", organisation)
              .bind("url", request.url())
              .bind("types", words(request.types().stream().distinct().toList()))
              .bind("consumers", words(Optional.ofNullable(request.consumers()).orElse(List.of())))
              .bind("providers", words(Optional.ofNullable(request.providers()).orElse(List.of())))
              .bind("now", now)
              .bind("after", begin)
              .execute();
        });
    return new NewWebhook(one(organisation, id), secrets.shown(id, 1));
  }

  public List<WebhookEntry> all(String organisation) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM webhook WHERE organisation = :organisation ORDER BY created_at,"
                        + " id")
                .bind("organisation", organisation)
                .map((row, context) -> entry(row))
                .list());
  }

  /// Gives a webhook another secret; the one before counts for a day more.
  public NewWebhook rotate(String organisation, String id) {
    var number =
        database.transact(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE webhook SET secret_number = secret_number + 1, rotated_at = :now, stopped = NULL
                        WHERE id = :id AND organisation = :organisation RETURNING secret_number\
                        """)
                    .bind("now", clock.instant().getEpochSecond())
                    .bind("id", id)
                    .bind("organisation", organisation)
                    .mapTo(Integer.class)
                    .findOne()
                    .orElseThrow(() -> nothing(organisation, id)));
    return new NewWebhook(one(organisation, id), secrets.shown(id, number));
  }

  /// Ends a webhook; what it was not told yet, it is not told.
  public void remove(String organisation, String id) {
    database.change(
        handle -> {
          var removed =
              handle
                  .createUpdate(
                      "DELETE FROM webhook WHERE id = :id AND organisation = :organisation")
                  .bind("id", id)
                  .bind("organisation", organisation)
                  .execute();
          if (removed == 0) {
            throw nothing(organisation, id);
          }
        });
  }

  /// What a webhook was told, the newest first.
  ///
  /// @param before only messages with smaller numbers
  public List<DeliveryEntry> deliveries(
      String organisation, String id, Optional<Long> before, int limit) {
    one(organisation, id);
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM webhook_delivery WHERE webhook = :id AND id < :before
                    ORDER BY id DESC LIMIT :limit\
                    """)
                .bind("id", id)
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list());
  }

  private WebhookEntry one(String organisation, String id) {
    return database
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM webhook WHERE id = :id AND organisation = :organisation")
                    .bind("id", id)
                    .bind("organisation", organisation)
                    .map((row, context) -> entry(row))
                    .findOne())
        .orElseThrow(() -> nothing(organisation, id));
  }

  private static MarketException nothing(String organisation, String id) {
    return new MarketException(
        MarketError.NOT_FOUND,
        "The organisation has no webhook " + id + ".",
        "GET /v1/organisations/" + organisation + "/webhooks lists them.");
  }

  private static void requireRoom(Handle handle, String organisation) {
    var count =
        handle
            .createQuery("SELECT count(*) FROM webhook WHERE organisation = :organisation")
            .bind("organisation", organisation)
            .mapTo(Long.class)
            .one();
    if (count >= OF_AN_ORGANISATION_MAX) {
      throw new MarketException(
          MarketError.LIMIT_REACHED,
          "The organisation has " + count + " webhooks, which is all it may have.",
          "Remove one that is not needed.");
    }
  }

  private static String words(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  static <T> List<T> read(String words, Function<String, T> each) {
    return words.isEmpty() ? List.of() : Arrays.stream(words.split(" ", -1)).map(each).toList();
  }

  static List<EventType> types(String words) {
    return read(words, word -> EventType.named(word).orElseThrow());
  }

  private static WebhookEntry entry(ResultSet row) throws SQLException {
    return new WebhookEntry(
        row.getString("id"),
        row.getString("url"),
        types(row.getString("types")),
        read(row.getString("consumers"), Address::parse),
        read(row.getString("providers"), Long::valueOf),
        row.getLong("created_at"),
        row.getString("stopped"));
  }

  private static DeliveryEntry delivery(ResultSet row) throws SQLException {
    var state = DeliveryEntry.State.valueOf(row.getString("state"));
    return new DeliveryEntry(
        row.getLong("id"),
        row.getString("event"),
        EventType.named(row.getString("type")).orElseThrow(),
        state,
        row.getInt("attempts"),
        row.getLong("created_at"),
        row.getObject("last_at", Long.class),
        row.getString("result"),
        state == DeliveryEntry.State.WAITING ? row.getLong("next_at") : null);
  }
}
