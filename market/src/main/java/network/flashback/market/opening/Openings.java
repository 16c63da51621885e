package network.flashback.market.opening;

import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;

/// The answers given, one for each quote.
final class Openings {
  private final Database database;

  Openings(Database database) {
    this.database = database;
  }

  Optional<OpenedSla> answer(Bytes32 quoteHash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT answer FROM opening WHERE quote_hash = :hash")
                .bind("hash", quoteHash.toString())
                .mapTo(String.class)
                .findOne()
                .map(answer -> JsonReader.read(OpenedSla.class, JsonReader.tree(answer))));
  }

  void store(OpenedSla opened, long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO opening (quote_hash, opened_at, answer) VALUES (:hash, :now, :answer)
                    ON CONFLICT DO NOTHING""")
                .bind("hash", opened.slaId().toString())
                .bind("now", now)
                .bind("answer", JsonWriter.text(opened))
                .execute());
  }
}
