package network.flashback.market.quote;

import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;

/// The quotes, frozen as they were shown; expired ones are kept for a day, so that the answer to a
/// late signature says why.
public final class Quotes {
  private static final long KEPT_SECONDS = 24 * 3600;

  private final Database database;

  public Quotes(Database database) {
    this.database = database;
  }

  void store(QuotedTerms quote) {
    database.change(
        handle -> {
          handle
              .createUpdate(
                  """
                  DELETE FROM quote WHERE expires_at < :before
                    AND NOT EXISTS (SELECT 1 FROM opening WHERE quote_hash = hash)""")
              .bind("before", quote.createdAt() - KEPT_SECONDS)
              .execute();
          handle
              .createUpdate(
                  """
                  INSERT INTO quote (hash, consumer, created_at, expires_at, body)
                  VALUES (:hash, :consumer, :created, :expires, :body)""")
              .bind("hash", quote.quoteHash().toString())
              .bind("consumer", quote.sla().consumer().toString())
              .bind("created", quote.createdAt())
              .bind("expires", quote.expiresAt())
              .bind("body", JsonWriter.text(quote))
              .execute();
        });
  }

  public Optional<QuotedTerms> quote(Bytes32 hash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT body FROM quote WHERE hash = :hash")
                .bind("hash", hash.toString())
                .mapTo(String.class)
                .findOne()
                .map(body -> JsonReader.read(QuotedTerms.class, JsonReader.tree(body))));
  }
}
