package network.flashback.market.quote;

import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;

/// What plans were quoted from, for as long as their quotes are kept, and what was answered to whom
/// under which key, for a day.
final class PlanRecords {
  private static final long KEPT_SECONDS = 24 * 3600;

  private final Database database;

  PlanRecords(Database database) {
    this.database = database;
  }

  /// An answer under a key, and to what it was given.
  record Answered(Bytes32 request, PlanQuotes quotes) {}

  Optional<Answered> answered(Address consumer, String key) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT request, answer FROM plan_answer WHERE consumer = :consumer AND request_key = :key")
                .bind("consumer", consumer.toString())
                .bind("key", key)
                .map(
                    (row, context) ->
                        new Answered(
                            Bytes32.fromHex(row.getString("request")),
                            JsonReader.read(
                                PlanQuotes.class, JsonReader.tree(row.getString("answer")))))
                .findOne());
  }

  /// Keeps an answer unless there is one under its key already.
  void answer(Address consumer, String key, Answered answered, long now) {
    database.change(
        handle -> {
          handle
              .createUpdate("DELETE FROM plan_answer WHERE answered_at < :before")
              .bind("before", now - KEPT_SECONDS)
              .execute();
          handle
              .createUpdate(
                  """
                  INSERT INTO plan_answer (consumer, request_key, answered_at, request, answer)
                  VALUES (:consumer, :key, :now, :request, :answer) ON CONFLICT DO NOTHING""")
              .bind("consumer", consumer.toString())
              .bind("key", key)
              .bind("now", now)
              .bind("request", answered.request().toString())
              .bind("answer", JsonWriter.text(answered.quotes()))
              .execute();
        });
  }

  /// The offers are kept once for all plans that saw the same.
  private record SeenOffers(List<QuoteInputs.OfferInput> offers) {}

  void storeInputs(List<Bytes32> quoteHashes, QuoteInputs inputs) {
    var offers = new SeenOffers(inputs.offers());
    var offersHash = CanonicalJson.hash(offers).toString();
    var body = JsonWriter.text(inputs.withOffers(List.of()));
    database.change(
        handle -> {
          // One at a time, so that nothing refers to offers that another one removes.
          handle.execute("LOCK TABLE seen_offers IN SHARE ROW EXCLUSIVE MODE");
          handle.execute(
              "DELETE FROM seen_offers WHERE NOT EXISTS (SELECT 1 FROM quote_input WHERE offers = seen_offers.hash)");
          handle
              .createUpdate(
                  "INSERT INTO seen_offers (hash, body) VALUES (:hash, :body) ON CONFLICT DO NOTHING")
              .bind("hash", offersHash)
              .bind("body", JsonWriter.text(offers))
              .execute();
          for (var hash : quoteHashes) {
            handle
                .createUpdate(
                    "INSERT INTO quote_input (quote_hash, offers, body) VALUES (:hash, :offers, :body)")
                .bind("hash", hash.toString())
                .bind("offers", offersHash)
                .bind("body", body)
                .execute();
          }
        });
  }

  Optional<QuoteInputs> inputs(Bytes32 quoteHash) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT quote_input.body AS inputs, seen_offers.body AS offers
                    FROM quote_input JOIN seen_offers ON seen_offers.hash = quote_input.offers
                    WHERE quote_hash = :hash""")
                .bind("hash", quoteHash.toString())
                .map(
                    (row, context) -> {
                      var seen =
                          JsonReader.read(
                              SeenOffers.class, JsonReader.tree(row.getString("offers")));
                      return JsonReader.read(
                              QuoteInputs.class, JsonReader.tree(row.getString("inputs")))
                          .withOffers(seen.offers());
                    })
                .findOne());
  }
}
