package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.Statements;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.indexer.AgreementEntry;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.Indexer;
import network.flashback.market.indexer.SlaEntry;
import network.flashback.market.json.JsonReader;
import network.flashback.market.listing.Markets;
import network.flashback.market.opening.OpenedSla;
import network.flashback.market.opening.SlaDesk;
import network.flashback.market.opening.SlaOpening;
import network.flashback.market.quote.QuoteDesk;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.market.quote.Quotes;

/// The operations of the API, and the table of their routes.
///
/// @param endpoints addresses of other services, by name
public record MarketOperations(
    Contracts contracts,
    Calendar calendar,
    ListingOperations listing,
    Markets markets,
    QuoteDesk quoteDesk,
    CertificationOperations certification,
    DesignOperations designs,
    RequestOperations requests,
    DisputeOperations disputes,
    AccountOperations accounts,
    LiveOperations live,
    Quotes quotes,
    SlaDesk slaDesk,
    ChainIndex index,
    Indexer indexer,
    Statements statements,
    Map<String, String> endpoints,
    InstantSource clock) {
  static final QueryParameter LIMIT =
      new QueryParameter("limit", "[0-9]{1,4}", "Most entries of the page.");
  static final QueryParameter CURSOR =
      new QueryParameter("cursor", "[A-Za-z0-9_-]{1,300}", "The `next` of the page before.");
  private static final String ADDRESS = "0x[0-9a-fA-F]{40}";

  /// All routes, in the order of the document.
  List<Route> routes() {
    return Stream.of(
            listing.routes(),
            certification.routes(),
            designs.routes(),
            designing(),
            requests.routes(),
            observing(),
            disputes.routes(),
            accounts.routes(),
            live.routes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> designing() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/quotes",
                "quote",
                "Computes and freezes a quote from live offers.",
                QuoteRequest.class,
                QuotedTerms.class,
                request -> quoteDesk.quote(request.body(QuoteRequest.class)))
            .failing(MarketError.NOTHING_FITS)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                "/v1/quotes/{hash}",
                "frozenQuote",
                "A quote as it was shown.",
                QuotedTerms.class,
                request -> found(quotes.quote(request.hash("hash")), "quote"))
            .failing(MarketError.NOT_FOUND),
        Route.post(
                PUBLIC,
                "/v1/slas",
                "openSla",
                "Opens the SLA of a signed quote on the chain; the same quote again gets the same"
                    + " answer.",
                SlaOpening.class,
                OpenedSla.class,
                request -> slaDesk.open(request.body(SlaOpening.class)))
            .failing(MarketError.INSUFFICIENT_BALANCE, MarketError.SIGNATURE_INVALID)
            .failing(MarketError.NOT_FOUND, MarketError.QUOTE_TAMPERED)
            .failing(MarketError.CONTRACT_REFUSED, MarketError.QUOTE_EXPIRED)
            .askingTheChain()
            .apart());
  }

  private List<Route> observing() {
    return List.of(
        Route.get(
                PUBLIC,
                "/v1/slas",
                "listSlas",
                "SLAs, the newest first.",
                Pages.SlaPage.class,
                this::slas)
            .with(new QueryParameter("consumer", ADDRESS, "Only this consumer's."), LIMIT, CURSOR),
        Route.get(
                PUBLIC,
                "/v1/slas/{id}",
                "sla",
                "An SLA with its legs.",
                SlaEntry.class,
                request -> found(index.sla(request.hash("id")), "SLA"))
            .failing(MarketError.NOT_FOUND),
        Route.get(
                PUBLIC,
                "/v1/agreements/{id}",
                "agreement",
                "One leg of an SLA.",
                AgreementEntry.class,
                request -> found(index.agreement(request.agreement("id")), "agreement"))
            .failing(MarketError.NOT_FOUND),
        Route.get(
                PUBLIC,
                "/v1/epochs",
                "listEpochs",
                "Epochs with seeds, proofs, quality roots and payments, the newest first.",
                Pages.EpochPage.class,
                this::epochs)
            .with(LIMIT, CURSOR),
        Route.document(
                PUBLIC,
                "/v1/statements/{slaId}",
                "statement",
                "The newest statement of an SLA.",
                this::statement)
            .failing(MarketError.NOT_FOUND),
        Route.get(
                PUBLIC,
                "/v1/network",
                "network",
                "Chain, contracts, schedule, markets.",
                NetworkEntry.class,
                request -> network())
            .askingTheChain());
  }

  private Pages.SlaPage slas(ApiRequest request) {
    var limit = request.limit(20, 100);
    var entries =
        index.slas(
            request.query("consumer").map(MarketOperations::address),
            request.query("cursor").map(cursor -> hash(uncovered(cursor))),
            limit + 1);
    return entries.size() <= limit
        ? new Pages.SlaPage(entries, null)
        : new Pages.SlaPage(
            entries.subList(0, limit), cursor(entries.get(limit - 1).id().toString()));
  }

  private Pages.EpochPage epochs(ApiRequest request) {
    var limit = request.limit(20, 200);
    var schedule = calendar.schedule();
    var now = clock.instant().getEpochSecond();
    if (now < schedule.genesis()) {
      return new Pages.EpochPage(null, List.of(), null);
    }
    var current = schedule.epochAt(now);
    var last =
        request.query("cursor").map(cursor -> Math.min(current, number(cursor))).orElse(current);
    var next = last - limit < 0 ? null : cursor(Long.toString(last - limit));
    return new Pages.EpochPage(current, index.epochs(schedule, last, limit), next);
  }

  private Object statement(ApiRequest request) {
    return JsonReader.tree(found(statements.statementOf(request.hash("slaId")), "statement"));
  }

  private NetworkEntry network() {
    var addresses = new TreeMap<String, Address>();
    contracts
        .deployment()
        .contracts()
        .forEach((name, deployed) -> addresses.put(name, deployed.address()));
    var last = indexer.lastBlock();
    return new NetworkEntry(
        contracts.chain().id(),
        addresses,
        calendar,
        index.markets().stream().map(this::market).toList(),
        endpoints,
        last.isPresent() ? last.getAsLong() : null);
  }

  private NetworkEntry.MarketEntry market(int id) {
    var market = markets.market(id);
    return new NetworkEntry.MarketEntry(
        id,
        market.address(),
        market.token().symbol(),
        market.token().decimals(),
        market.terms().feeBps(),
        market.terms().oracle());
  }

  static <T> T found(Optional<T> thing, String what) {
    return thing.orElseThrow(
        () ->
            new MarketException(
                MarketError.NOT_FOUND,
                "There is no such " + what + ".",
                "Check the address; what was just opened may need a block to appear."));
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException mistyped) {
      throw new Refused("consumer", "is mistyped: its checksum is wrong", "copy it again");
    }
  }

  static String cursor(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  static String uncovered(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw foreign();
    }
  }

  static Bytes32 hash(String text) {
    if (!text.matches("0x[0-9a-f]{64}")) {
      throw foreign();
    }
    return Bytes32.fromHex(text);
  }

  static long number(String cursor) {
    var text = uncovered(cursor);
    if (!text.matches("[0-9]{1,10}")) {
      throw foreign();
    }
    return Long.parseLong(text);
  }

  static Refused foreign() {
    return new Refused("cursor", "is not one of ours", "pass the `next` of the page before");
  }
}
