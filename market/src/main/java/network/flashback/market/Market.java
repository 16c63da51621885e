package network.flashback.market;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import network.flashback.chain.ChainException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.http.HealthCheck;
import network.flashback.http.HealthCheck.Health;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.Operations;
import network.flashback.market.account.Accounts;
import network.flashback.market.api.AccountOperations;
import network.flashback.market.api.Api;
import network.flashback.market.api.Calendar;
import network.flashback.market.api.CertificationOperations;
import network.flashback.market.api.DesignOperations;
import network.flashback.market.api.DisputeOperations;
import network.flashback.market.api.EngagementOperations;
import network.flashback.market.api.Entrance;
import network.flashback.market.api.ListingOperations;
import network.flashback.market.api.LiveOperations;
import network.flashback.market.api.MarketOperations;
import network.flashback.market.api.RequestOperations;
import network.flashback.market.certification.Applications;
import network.flashback.market.certification.Certifiers;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.market.certification.EvidenceBook;
import network.flashback.market.console.StaticFiles;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.DisputeIndex;
import network.flashback.market.indexer.DisputeTimes;
import network.flashback.market.indexer.EngagementIndex;
import network.flashback.market.indexer.Indexer;
import network.flashback.market.indexer.RegisterIndex;
import network.flashback.market.indexer.StakeIndex;
import network.flashback.market.listing.Catalogue;
import network.flashback.market.listing.Listing;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.OfferDesk;
import network.flashback.market.listing.Offers;
import network.flashback.market.listing.Profiles;
import network.flashback.market.listing.Providers;
import network.flashback.market.listing.ReadReports;
import network.flashback.market.listing.Standings;
import network.flashback.market.listing.Tracks;
import network.flashback.market.live.EventStreams;
import network.flashback.market.live.LiveEvents;
import network.flashback.market.opening.SlaDesk;
import network.flashback.market.quote.DesignDesk;
import network.flashback.market.quote.QuoteDesk;
import network.flashback.market.quote.Quotes;
import network.flashback.market.quote.Supplies;
import network.flashback.market.request.QuoteRequests;
import network.flashback.market.webhook.Deliveries;
import network.flashback.market.webhook.WebhookService;

/// The market of one platform: signed offers in, quotes out, SLAs opened by one signature, and what
/// the chain says about them. Holds no money and no keys of others; everything it shows can be
/// computed again from offers and chain.
public final class Market implements AutoCloseable {
  /// Streams of events that are open at once, of the server's 1,024 requests.
  private static final int STREAMS = 256;

  private final Database database;
  private final Indexer indexer;
  private final ReadReports reports;
  private final EventStreams streams;
  private final Deliveries deliveries;
  private final Operations operations;
  private final HttpServer server;

  private Market(
      Database database,
      Indexer indexer,
      ReadReports reports,
      EventStreams streams,
      Deliveries deliveries,
      Operations operations,
      HttpServer server) {
    this.database = database;
    this.indexer = indexer;
    this.reports = reports;
    this.streams = streams;
    this.deliveries = deliveries;
    this.operations = operations;
    this.server = server;
  }

  /// Starts everything; ready when it returns.
  ///
  /// @param sender pays for relaying what consumers sign
  /// @param statements from the settlement
  /// @param reputations from the settlement
  /// @param measurements from the settlement
  /// @param random of the quotes' salts: unpredictable
  public static Market start(
      MarketConfig config,
      Contracts contracts,
      TransactionSender sender,
      Statements statements,
      Reputations reputations,
      Measurements measurements,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    HttpHandler console =
        config.console().isPresent()
            ? new StaticFiles(config.console().get(), config.calledByPages())
            : Market::noConsole;
    var database = Database.open(config.database());
    try {
      var indexer = new Indexer(database, contracts, config.following());
      var reports = new ReadReports(new Tracks(database), measurements);
      var accounts =
          Accounts.of(database, config.visitors().origins(), contracts.chain().id(), clock, random);
      var events = new LiveEvents(database);
      var streams = new EventStreams(events, indexer::revision, STREAMS);
      var webhooks = WebhookService.of(database, events, config.webhooks(), clock, random);
      var routes =
          operations(
              config,
              contracts,
              sender,
              statements,
              reputations,
              clock,
              random,
              database,
              indexer,
              reports,
              accounts,
              new LiveOperations(streams, webhooks.webhooks()));
      var operations = new Operations("platform", checks(database, contracts, indexer));
      var entrance =
          new Entrance(
              config.visitors(),
              accounts,
              database,
              config.database().connections(),
              clock,
              random);
      var server = operations.serve(config.http(), Api.serving(routes, entrance, console));
      indexer.start();
      reports.start();
      webhooks.deliveries().start();
      return new Market(
          database, indexer, reports, streams, webhooks.deliveries(), operations, server);
    } catch (IOException | RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  /// The port that the API listens on.
  public int port() {
    return server.port();
  }

  /// Where the program that runs this market adds figures of its own: they are shown with the
  /// market's.
  public MeterRegistry metrics() {
    return operations.registry();
  }

  /// Takes every event up to the newest block in, and every report that is served, at once.
  public void catchUp() {
    indexer.catchUp();
    reports.catchUp();
  }

  @Override
  public void close() {
    streams.close();
    deliveries.close();
    server.close();
    reports.close();
    indexer.close();
    operations.close();
    database.close();
  }

  private static MarketOperations operations(
      MarketConfig config,
      Contracts contracts,
      TransactionSender sender,
      Statements statements,
      Reputations reputations,
      InstantSource clock,
      RandomGenerator random,
      Database database,
      Indexer indexer,
      ReadReports reports,
      Accounts accounts,
      LiveOperations live) {
    var index = new ChainIndex(database);
    var markets = new Markets(contracts);
    var standings = new Standings(contracts, clock);
    var offers = new Offers(database);
    var quotes = new Quotes(database);
    var register = new RegisterIndex(database);
    var profiles = new Profiles(database, index);
    var tracks = new Tracks(database);
    var catalogue =
        new Catalogue(
            offers,
            markets,
            index,
            register,
            new StakeIndex(database),
            tracks,
            profiles,
            () -> indexer.revision() + reports.revision() + profiles.revision(),
            clock);
    var supplies = new Supplies(contracts, offers, standings, register);
    var quoteDesk =
        new QuoteDesk(contracts, supplies, markets, quotes, clock, random, config.quoteLife());
    var listing = new Listing(catalogue, tracks, index, markets, reputations, clock);
    var providers = new Providers(index, register, standings, markets, reputations, clock);
    var offerDesk = new OfferDesk(contracts, offers, catalogue, markets, standings, clock);
    return new MarketOperations(
        contracts,
        Calendar.read(contracts.orchestrator()),
        new ListingOperations(offerDesk, listing, profiles, providers),
        markets,
        quoteDesk,
        certification(database, contracts, index, register, clock),
        new DesignOperations(new DesignDesk(quoteDesk, supplies, markets, quotes, database, clock)),
        requests(database, contracts, markets, offerDesk, quoteDesk, clock),
        disputes(config, database, contracts, clock),
        new EngagementOperations(new EngagementIndex(database)),
        new AccountOperations(accounts),
        live,
        quotes,
        new SlaDesk(contracts, sender, database, quotes, markets, index, indexer, clock),
        index,
        indexer,
        statements,
        config.endpoints(),
        clock);
  }

  private static DisputeOperations disputes(
      MarketConfig config, Database database, Contracts contracts, InstantSource clock) {
    return new DisputeOperations(
        new DisputeIndex(
            database, DisputeTimes.read(contracts.arbitration()), evidenceKeepers(config)),
        clock);
  }

  private static RequestOperations requests(
      Database database,
      Contracts contracts,
      Markets markets,
      OfferDesk offers,
      QuoteDesk quotes,
      InstantSource clock) {
    return new RequestOperations(
        new QuoteRequests(database, contracts, markets, offers, quotes, clock));
  }

  private static CertificationOperations certification(
      Database database,
      Contracts contracts,
      ChainIndex index,
      RegisterIndex register,
      InstantSource clock) {
    var criteria = CriteriaBook.forChain(contracts.chain().id());
    var certifiers = new Certifiers(database, contracts, clock);
    var applications =
        new Applications(database, contracts, index, register, certifiers, criteria, clock);
    return new CertificationOperations(
        criteria,
        certifiers,
        applications,
        new EvidenceBook(database, register, applications, clock));
  }

  /// Gateways keep the evidence about the agreements that they write to, also the other side's.
  private static List<String> evidenceKeepers(MarketConfig config) {
    return Optional.ofNullable(config.endpoints().get("gateway")).stream().toList();
  }

  private static Map<String, HealthCheck> checks(
      Database database, Contracts contracts, Indexer indexer) {
    return Map.of(
        "database",
        () ->
            database.answers()
                ? new Health.Healthy("answers")
                : new Health.Unhealthy("does not answer"),
        "chain",
        () -> {
          try {
            return new Health.Healthy("block " + contracts.chain().height());
          } catch (ChainException unreachable) {
            return new Health.Unhealthy("cannot be reached: is its node up?");
          }
        },
        "indexer",
        () ->
            indexer.lastBlock().isPresent()
                ? new Health.Healthy("block " + indexer.lastBlock().getAsLong())
                : new Health.Unhealthy("has not read any block yet"));
  }

  private static HttpResponse noConsole(network.flashback.http.HttpRequest request) {
    return HttpResponse.text(
        404,
        "text/plain; charset=utf-8",
        "This platform serves the API alone (/openapi.json); platform.console names no folder.\n");
  }
}
