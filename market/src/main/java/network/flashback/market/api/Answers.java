package network.flashback.market.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;

/// What was answered to writes with a key, for a day. Everything happens in the transaction of the
/// write itself: when that is lost, the key is free again.
final class Answers {
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param random unpredictable
  Answers(Database database, InstantSource clock, RandomGenerator random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  /// What this key was answered, once nobody else is about to be; until the transaction ends nobody
  /// else will be.
  ///
  /// @throws MarketException while another request has the key, and when it had another request
  Optional<Answer> given(IdempotencyKey key) {
    if (!isMine(key)) {
      throw new MarketException(
          MarketError.KEY_IN_FLIGHT,
          IdempotencyKey.HEADER,
          "A request with this key is being carried out at this moment.",
          "Send it again in a second: it then gets that one's answer.");
    }
    return kept(key).map(kept -> reused(key, kept));
  }

  void keep(IdempotencyKey key, Answer answer) {
    var now = clock.instant().getEpochSecond();
    database.change(
        handle -> {
          handle
              .createUpdate("DELETE FROM idempotency WHERE answered_at < :before")
              .bind("before", now - KEPT.toSeconds())
              .execute();
          handle
              .createUpdate(
                  """
                  INSERT INTO idempotency (place, request, answered_at, answer)
                  VALUES (:place, :request, :now, :answer)\
                  """)
              .bind("place", key.place())
              .bind("request", key.request())
              .bind("now", now)
              .bind("answer", key.sealed(answer, random))
              .execute();
        });
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(String request, byte[] answer) {}

  private boolean isMine(IdempotencyKey key) {
    return database.transact(
        handle ->
            handle
                .createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", key.lock())
                .mapTo(Boolean.class)
                .one());
  }

  private Optional<Kept> kept(IdempotencyKey key) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT request, answer FROM idempotency WHERE place = :place AND answered_at"
                        + " >= :after")
                .bind("place", key.place())
                .bind("after", clock.instant().getEpochSecond() - KEPT.toSeconds())
                .map((row, context) -> new Kept(row.getString("request"), row.getBytes("answer")))
                .findOne());
  }

  private static Answer reused(IdempotencyKey key, Kept kept) {
    if (!kept.request().equals(key.request())) {
      throw new MarketException(
          MarketError.KEY_OF_ANOTHER_REQUEST,
          IdempotencyKey.HEADER,
          "This key came with another request within the last day.",
          "Nothing was done. Give each new request a new key.");
    }
    return key.opened(kept.answer())
        .orElseThrow(
            () ->
                new MarketException(
                    MarketError.KEY_OF_ANOTHER_REQUEST,
                    IdempotencyKey.HEADER,
                    "This request was carried out, and its answer is sealed for the token that it"
                        + " was sent with.",
                    "Nothing was done again. Look for what it made, or send a new key to have it"
                        + " done once more."));
  }
}
