package network.flashback.market.request;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.domain.Refused;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.ListedOffer;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.OfferDesk;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.RegionWord;
import network.flashback.market.quote.QuoteDesk;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.quote.QuotedTerms;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Requests for quotes and their answers. What answers is a signed offer as any other, but for this
/// consumer's eyes; a quote of answers opens as every quote does.
public final class QuoteRequests {
  private static final Duration LIFE_MAX = Duration.ofDays(7);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int OPEN_OF_ONE_MAX = 20;
  private static final int OPEN_MAX = 10_000;
  private static final int ANSWERS_MAX = 200;

  private final Database database;
  private final Contracts contracts;
  private final Markets markets;
  private final OfferDesk offers;
  private final QuoteDesk quotes;
  private final InstantSource clock;

  public QuoteRequests(
      Database database,
      Contracts contracts,
      Markets markets,
      OfferDesk offers,
      QuoteDesk quotes,
      InstantSource clock) {
    this.database = database;
    this.contracts = contracts;
    this.markets = markets;
    this.offers = offers;
    this.quotes = quotes;
    this.clock = clock;
  }

  /// Shows a request to providers until it expires.
  public WantedQuotesEntry place(WantedQuotesSubmission submission) {
    var request = submission.request();
    var consumer = request.wishes().consumer();
    long now = now();
    Refused.requireRange(
        "request.expiresAt", request.expiresAt(), now + 1, now + LIFE_MAX.toSeconds());
    // Refuses wishes that make no sense.
    legBytes(request.wishes());
    requireSigned(consumer, request, submission.signature());
    return database.transact(
        handle -> {
          var known = row(handle, request.id());
          if (known.isPresent()) {
            return known.get();
          }
          forgetOld(handle, now);
          requireRoom(handle, consumer, now);
          handle
              .createUpdate(
                  """
                  INSERT INTO quote_request
                    (id, consumer, body, signature, placed_at, expires_at)
                  VALUES (:id, :consumer, :body, :signature, :now, :expires)""")
              .bind("id", request.id().toString())
              .bind("consumer", consumer.toString())
              .bind("body", CanonicalJson.of(request))
              .bind("signature", submission.signature().toString())
              .bind("now", now)
              .bind("expires", request.expiresAt())
              .execute();
          return row(handle, request.id()).orElseThrow();
        });
  }

  /// A request and its place among all.
  public record Placed(WantedQuotesEntry request, long place) {}

  /// Requests that may be answered now, the newest first.
  public List<Placed> open(Optional<Long> before, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT r.*, (SELECT count(*) FROM quote_answer a WHERE a.request = r.id) AS answers
                    FROM quote_request r
                    WHERE expires_at > :now AND (:before = 0 OR place < :before)
                    ORDER BY place DESC LIMIT :limit""")
                .bind("now", now())
                .bind("before", before.orElse(0L))
                .bind("limit", limit)
                .map((row, context) -> new Placed(entry(row, context), row.getLong("place")))
                .list());
  }

  public Optional<WantedQuotesEntry> request(Bytes32 id) {
    return database.read(handle -> row(handle, id));
  }

  /// Takes a listed provider's offer as its answer.
  public AnswerReceipt answer(Bytes32 id, OfferSubmission answer) {
    var request = found(request(id));
    long now = now();
    if (request.request().expiresAt() <= now) {
      throw new MarketException(
          MarketError.REQUEST_EXPIRED,
          "The request could be answered until second " + request.request().expiresAt() + ".",
          "GET /v1/quote-requests lists those that may be answered.");
    }
    var offer = offers.checked(answer);
    requireFits(request, answer.offer());
    return database.transact(
        handle -> {
          var others =
              handle
                  .createQuery(
                      "SELECT count(*) FROM quote_answer WHERE request = :id AND provider_id <> :p")
                  .bind("id", id.toString())
                  .bind("p", offer.terms().providerId())
                  .mapTo(Integer.class)
                  .one();
          if (others >= ANSWERS_MAX) {
            throw full("The request has " + ANSWERS_MAX + " answers.");
          }
          handle
              .createUpdate(
                  """
                  INSERT INTO quote_answer (request, provider_id, hash, body, answered_at)
                  VALUES (:id, :p, :hash, :body, :now)
                  ON CONFLICT (request, provider_id) DO UPDATE
                  SET hash = :hash, body = :body, answered_at = :now""")
              .bind("id", id.toString())
              .bind("p", offer.terms().providerId())
              .bind("hash", offer.hash().toString())
              .bind("body", JsonWriter.text(answer))
              .bind("now", now)
              .execute();
          return new AnswerReceipt(id, offer.hash());
        });
  }

  /// For the consumer: what was answered and can still be filled, the cheapest first.
  public List<QuoteAnswer> answers(Address wallet, Bytes32 id) {
    requireConsumer(wallet, id);
    return live(id);
  }

  /// For the consumer: a quote of the answers alone.
  public QuotedTerms quote(Address wallet, Bytes32 id) {
    var request = requireConsumer(wallet, id);
    var among = live(id).stream().map(one -> new ListedOffer(one.hash(), one.answer())).toList();
    return quotes.quote(request.request().wishes(), among);
  }

  private List<QuoteAnswer> live(Bytes32 id) {
    long now = now();
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT * FROM quote_answer WHERE request = :id")
                    .bind("id", id.toString())
                    .map(QuoteRequests::stored)
                    .list())
        .stream()
        .filter(one -> one.answer().offer().expiry() > now)
        .sorted(
            Comparator.<QuoteAnswer, BigInteger>comparing(one -> one.answer().offer().ratePerGib())
                .thenComparingLong(QuoteAnswer::providerId))
        .toList();
  }

  private WantedQuotesEntry requireConsumer(Address wallet, Bytes32 id) {
    var request = found(request(id));
    if (!request.request().wishes().consumer().equals(wallet)) {
      throw new MarketException(
          MarketError.FORBIDDEN,
          "The request is another consumer's; its answers are for that wallet alone.",
          "Sign in with the wallet that placed it.");
    }
    return request;
  }

  private void requireSigned(Address consumer, WantedQuotes request, Bytes signature) {
    boolean signed;
    try {
      signed =
          Signature.parse(signature)
              .isBy(consumer, request.message(contracts.chain().id()).digest());
    } catch (IllegalArgumentException malformed) {
      signed = false;
    }
    if (!signed) {
      throw new MarketException(
          MarketError.SIGNATURE_INVALID,
          "The request is not signed by " + consumer + ".",
          "Sign the text of the document (EIP-191) for the request's hash "
              + request.id()
              + " with that wallet.");
    }
  }

  private void requireRoom(Handle handle, Address consumer, long now) {
    if (count(handle, "consumer = :consumer AND", consumer, now) >= OPEN_OF_ONE_MAX) {
      throw full("This consumer has " + OPEN_OF_ONE_MAX + " open requests.");
    }
    if (count(handle, ":consumer <> '' AND", consumer, now) >= OPEN_MAX) {
      throw full("There are " + OPEN_MAX + " open requests.");
    }
  }

  private static int count(Handle handle, String which, Address consumer, long now) {
    return handle
        .createQuery("SELECT count(*) FROM quote_request WHERE " + which + " expires_at > :now")
        .bind("consumer", consumer.toString())
        .bind("now", now)
        .mapTo(Integer.class)
        .one();
  }

  private static void forgetOld(Handle handle, long now) {
    handle
        .createUpdate("DELETE FROM quote_request WHERE expires_at < :before")
        .bind("before", now - KEPT.toSeconds())
        .execute();
  }

  private void requireFits(WantedQuotesEntry request, OfferTerms offer) {
    var wishes = request.request().wishes();
    var regions = Optional.ofNullable(wishes.regions()).orElse(List.of());
    var region = RegionWord.region(offer.region()).name();
    if (offer.market() != wishes.marketId()) {
      throw unfit("market", "is " + offer.market(), "offer in market " + wishes.marketId());
    }
    if (offer.offerClass() != wishes.storageClass().code()) {
      throw unfit("offerClass", "is another", "offer " + wishes.storageClass());
    }
    if (!regions.isEmpty() && !regions.contains(region)) {
      throw unfit("region", "is " + region, "it must be one of " + regions);
    }
    if (BigInteger.valueOf(offer.capacityBytes()).compareTo(request.legBytes()) < 0) {
      throw unfit(
          "capacityBytes",
          "is " + offer.capacityBytes(),
          "one leg takes " + request.legBytes() + " bytes");
    }
  }

  private static Refused unfit(String field, String reason, String remedy) {
    return new Refused("offer." + field, reason + ", and not what is asked for", remedy);
  }

  private BigInteger legBytes(QuoteRequest wishes) {
    var wish = wishes.wish(markets.market(wishes.marketId()).token());
    return BigInteger.valueOf(QuotedLeg.capacity(wish, wishes.storageClass()).bytes());
  }

  private Optional<WantedQuotesEntry> row(Handle handle, Bytes32 id) {
    return handle
        .createQuery(
            """
            SELECT r.*, (SELECT count(*) FROM quote_answer a WHERE a.request = r.id) AS answers
            FROM quote_request r WHERE id = :id""")
        .bind("id", id.toString())
        .map(this::entry)
        .findOne();
  }

  private WantedQuotesEntry entry(ResultSet row, StatementContext context) throws SQLException {
    var request = JsonReader.read(WantedQuotes.class, JsonReader.tree(row.getString("body")));
    return new WantedQuotesEntry(
        request.id(),
        request,
        Bytes.fromHex(row.getString("signature")),
        legBytes(request.wishes()),
        row.getLong("placed_at"),
        row.getInt("answers"));
  }

  private static QuoteAnswer stored(ResultSet row, StatementContext context) throws SQLException {
    return new QuoteAnswer(
        Bytes32.fromHex(row.getString("hash")),
        row.getLong("provider_id"),
        row.getLong("answered_at"),
        JsonReader.read(OfferSubmission.class, JsonReader.tree(row.getString("body"))));
  }

  private static WantedQuotesEntry found(Optional<WantedQuotesEntry> request) {
    return request.orElseThrow(
        () ->
            new MarketException(
                MarketError.NOT_FOUND,
                "There is no such request for quotes.",
                "GET /v1/quote-requests lists those that may be answered."));
  }

  private static MarketException full(String detail) {
    return new MarketException(
        MarketError.LIMIT_REACHED, detail, "Wait until one of them expires.");
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
