package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.storage.StorageClass;
import network.flashback.market.MarketError;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.json.JsonReader;
import network.flashback.market.listing.ListedRow;
import network.flashback.market.listing.Listing;
import network.flashback.market.listing.OfferDesk;
import network.flashback.market.listing.OfferEntry;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.Profile;
import network.flashback.market.listing.ProfileSubmission;
import network.flashback.market.listing.Profiles;
import network.flashback.market.listing.ProviderEntry;
import network.flashback.market.listing.Providers;
import network.flashback.market.listing.Wish;

/// The operations about offers and the register; none needs an account.
public record ListingOperations(
    OfferDesk offerDesk, Listing listing, Profiles profiles, Providers providers) {
  private static final int ROWS = 50;
  private static final int ROWS_MAX = 1_000;
  private static final int EPOCHS = 90;
  private static final int EPOCHS_MAX = 1_000;
  private static final int SEARCH_WORDS_MAX = 8;
  private static final String SCOPES = "IDENTITY|LEGAL_DOCUMENTS|LOCATION|MEASURED_QUALITY";

  private static final QueryParameter[] OFFER_FILTERS = {
    new QueryParameter("class", "FAST|DECENTRALIZED|ARCHIVE", "Only this class."),
    new QueryParameter(
        "region",
        "[a-z][a-z0-9-]{1,31}|[a-z][a-z0-9-]{0,30}\\*",
        "Only this region, or all that begin so: eu-*."),
    new QueryParameter("market", "[0-9]{1,5}", "Paid in this market; 1 when absent."),
    new QueryParameter(
        "maxPrice", "[0-9]{1,30}", "Highest price of one GiB for 730 hours, token units."),
    new QueryParameter(
        "minFree", "[0-9]{1,19}", "Fewest bytes not reserved yet: what one leg of an SLA needs."),
    new QueryParameter("certified", "true|false", "Whether any valid certificate speaks for it."),
    new QueryParameter("scope", SCOPES, "Only with a valid certificate of this scope."),
    new QueryParameter("listedBy", "STAKE|SUBSCRIPTION", "Only where the listing rests on this."),
    new QueryParameter("minUptime", "[0-9]{1,5}", "Lowest measured uptime, basis points."),
    new QueryParameter(
        "maxLatency", "[0-9]{1,8}", "Highest measured 95th percentile, milliseconds."),
    new QueryParameter(
        "search",
        "(?s).{1,200}",
        "Words of name, description, website, address, region or class; beginnings suffice, all"
            + " must be there."),
    new QueryParameter(
        "status", "LISTED|ALL", "ALL shows offers of providers that are not listed, too."),
    new QueryParameter(
        "sort",
        "RANK|PRICE|UPTIME|LATENCY|CAPACITY",
        "RANK when absent: by points, most first; PRICE: cheapest first; UPTIME, LATENCY: best"
            + " measured first; CAPACITY: most free bytes first."),
    MarketOperations.LIMIT,
    MarketOperations.CURSOR
  };

  List<Route> routes() {
    return Stream.of(offerRoutes(), providerRoutes(), documentRoutes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> offerRoutes() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/offers",
                "publishOffer",
                "Lists a signed offer; the newest of a provider, class and region counts.",
                OfferSubmission.class,
                OfferEntry.class,
                request -> offerDesk.submit(request.body(OfferSubmission.class)))
            .failing(MarketError.SIGNATURE_INVALID, MarketError.OFFER_OUTDATED)
            .failing(MarketError.OFFER_CANCELLED, MarketError.PROVIDER_NOT_LISTED)
            .askingTheChain()
            .apart(),
        Route.get(
                PUBLIC,
                "/v1/offers",
                "listOffers",
                "Live offers with their providers' records and the reasons for their places.",
                Pages.OfferPage.class,
                this::offers)
            .with(OFFER_FILTERS)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                "/v1/offers/{hash}",
                "offer",
                "One live offer.",
                ListedRow.class,
                request -> MarketOperations.found(listing.row(request.hash("hash")), "live offer"))
            .failing(MarketError.NOT_FOUND)
            .askingTheChain(),
        Route.document(
                PUBLIC,
                QualityPromise.PATH + "{hash}",
                "promise",
                "The quality that a listed offer promised, byte for byte as it was hashed; also when the offer is gone.",
                request ->
                    JsonReader.tree(
                        MarketOperations.found(offerDesk.promise(request.hash("hash")), "promise")))
            .failing(MarketError.NOT_FOUND));
  }

  private List<Route> providerRoutes() {
    return List.of(
        Route.get(
                PUBLIC,
                "/v1/providers",
                "listProviders",
                "The register with its members' records.",
                Pages.ProviderList.class,
                request -> new Pages.ProviderList(providers.all()))
            .askingTheChain(),
        Route.get(
                PUBLIC,
                "/v1/providers/{id}",
                "provider",
                "One member of the register with its history, subscriptions and certificates.",
                ProviderEntry.class,
                request ->
                    MarketOperations.found(
                        providers.provider(request.number("id")), "member of the register"))
            .failing(MarketError.NOT_FOUND)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                "/v1/providers/{id}/quality",
                "providerQuality",
                "What reporters measured of a provider, epoch by epoch, with the evidence.",
                Listing.History.class,
                request ->
                    MarketOperations.found(
                        listing.history(request.number("id"), request.limit(EPOCHS, EPOCHS_MAX)),
                        "member of the register"))
            .with(MarketOperations.LIMIT)
            .failing(MarketError.NOT_FOUND));
  }

  private List<Route> documentRoutes() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/profiles",
                "publishProfile",
                "Shows a member's profile: the text whose hash the register holds.",
                ProfileSubmission.class,
                Profile.class,
                request -> profiles.keep(request.body(ProfileSubmission.class)))
            .apart(),
        Route.get(
                PUBLIC,
                "/v1/certificates",
                "listCertificates",
                "Certificates with their histories, the newest first.",
                Pages.CertificatePage.class,
                this::certificates)
            .with(
                new QueryParameter("provider", "[0-9]{1,18}", "Only about this member."),
                MarketOperations.LIMIT,
                MarketOperations.CURSOR));
  }

  private Pages.OfferPage offers(ApiRequest request) {
    var limit = request.limit(ROWS, ROWS_MAX);
    var wish = wish(request);
    var page =
        listing.page(
            wish, request.query("cursor").map(cursor -> after(wish.sort(), cursor)), limit);
    return new Pages.OfferPage(
        page.rows(),
        page.total(),
        page.next().map(after -> cursor(wish.sort(), after)).orElse(null),
        page.resumed() ? true : null);
  }

  private static Wish wish(ApiRequest request) {
    return new Wish(
        request.query("market").map(Integer::parseInt).orElse(1),
        request.query("class").map(StorageClass::valueOf),
        request.query("region"),
        request.query("maxPrice").map(BigInteger::new),
        request.query("minFree").map(BigInteger::new),
        request.query("certified").map(Boolean::valueOf),
        request.query("scope"),
        request.query("listedBy").map(Wish.ListedBy::valueOf),
        number(request.query("minUptime")),
        number(request.query("maxLatency")),
        request.query("search").map(ListingOperations::words).orElse(List.of()),
        request.query("status").filter("ALL"::equals).isPresent(),
        request.query("sort").map(Wish.Sort::valueOf).orElse(Wish.Sort.RANK));
  }

  private static OptionalInt number(Optional<String> text) {
    return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
  }

  private static List<String> words(String search) {
    return Arrays.stream(search.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty())
        .limit(SEARCH_WORDS_MAX)
        .toList();
  }

  private static String cursor(Wish.Sort sort, Listing.After after) {
    var place = after.place();
    return MarketOperations.cursor(
        "%s:%d:%d:%d:%s".formatted(sort, after.edition(), place.key(), place.rate(), place.hash()));
  }

  private static Listing.After after(Wish.Sort sort, String cursor) {
    var parts = MarketOperations.uncovered(cursor).split(":", -1);
    var sound =
        parts.length == 5
            && parts[0].equals(sort.name())
            && parts[1].matches("[0-9]{1,18}")
            && parts[2].matches("-?[0-9]{1,19}")
            && parts[3].matches("[0-9]{1,30}");
    try {
      if (sound) {
        return new Listing.After(
            Long.parseLong(parts[1]),
            new Listing.Place(
                Long.parseLong(parts[2]),
                new BigInteger(parts[3]),
                MarketOperations.hash(parts[4])));
      }
    } catch (NumberFormatException tooLarge) {
      // None of ours.
    }
    throw MarketOperations.foreign();
  }

  private Pages.CertificatePage certificates(ApiRequest request) {
    var limit = request.limit(20, 100);
    var entries =
        providers.certificates(
            request.query("provider").map(Long::parseLong),
            request.query("cursor").map(MarketOperations::number),
            limit + 1);
    return entries.size() <= limit
        ? new Pages.CertificatePage(entries, null)
        : new Pages.CertificatePage(
            entries.subList(0, limit),
            MarketOperations.cursor(Long.toString(entries.get(limit - 1).id())));
  }
}
