package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import network.flashback.domain.Refused;
import network.flashback.http.HttpResponse;
import network.flashback.market.MarketError;
import network.flashback.market.account.Scope;
import network.flashback.market.api.Access.Scoped;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.live.EventStreams;
import network.flashback.market.live.EventType;
import network.flashback.market.webhook.NewWebhook;
import network.flashback.market.webhook.WebhookRequest;
import network.flashback.market.webhook.Webhooks;

/// The operations that tell what happens: a stream for whoever watches, webhooks for organisations.
public record LiveOperations(EventStreams streams, Webhooks webhooks) {
  private static final String BASE = "/v1/organisations/{organisation}/webhooks";
  private static final Access READ = new Scoped(Scope.WEBHOOKS_READ);
  private static final Access WRITE = new Scoped(Scope.WEBHOOKS_WRITE);
  private static final String WEBHOOK = "webhook";

  List<Route> routes() {
    return Stream.of(streaming(), managing()).flatMap(List::stream).toList();
  }

  private List<Route> streaming() {
    return List.of(
        Route.document(
                PUBLIC,
                "/v1/events",
                "streamEvents",
                "The chain's events as they come in (server-sent events); `Last-Event-ID` goes on"
                    + " where a stream broke off.",
                this::stream)
            .producing("text/event-stream")
            .with(
                new QueryParameter(
                    "types",
                    "[a-z.]{1,40}(,[a-z.]{1,40}){0,19}",
                    "Only these, comma between: " + names() + "; all when absent."))
            .failing(MarketError.BUSY));
  }

  private List<Route> managing() {
    return List.of(
        Route.post(
                WRITE,
                BASE,
                "makeWebhook",
                "Makes a webhook (Standard Webhooks); its secret is in this answer alone.",
                WebhookRequest.class,
                NewWebhook.class,
                request -> {
                  var made =
                      webhooks.make(request.organisation(), request.body(WebhookRequest.class));
                  request.concerns(request.organisation(), made.webhook().id());
                  return made;
                })
            .failing(MarketError.LIMIT_REACHED),
        Route.get(
            READ,
            BASE,
            "listWebhooks",
            "The organisation's webhooks, without their secrets.",
            Pages.WebhookList.class,
            request -> new Pages.WebhookList(webhooks.all(request.organisation()))),
        Route.act(
            WRITE,
            BASE + "/{webhook}/rotation",
            "rotateWebhook",
            "Gives a webhook another secret, and starts it again where it was stopped; the secret"
                + " before counts for a day more.",
            NewWebhook.class,
            request -> {
              var id = request.name(WEBHOOK);
              request.concerns(request.organisation(), id);
              return webhooks.rotate(request.organisation(), id);
            }),
        Route.delete(
            WRITE,
            BASE + "/{webhook}",
            "removeWebhook",
            "Ends a webhook; what it was not told yet, it is not told.",
            request -> {
              var id = request.name(WEBHOOK);
              request.concerns(request.organisation(), id);
              webhooks.remove(request.organisation(), id);
              return Reply.nothing();
            }),
        Route.get(
                READ,
                BASE + "/{webhook}/deliveries",
                "listDeliveries",
                "What a webhook was told and how it went, the newest first; kept for 30 days.",
                Pages.DeliveryPage.class,
                this::deliveries)
            .with(MarketOperations.LIMIT, MarketOperations.CURSOR));
  }

  private HttpResponse stream(ApiRequest request) {
    var last = request.header("Last-Event-ID");
    if (!last.matches("[0-9]{0,18}")) {
      throw new Refused(
          "Last-Event-ID", "is none of ours", "send the `id` of an event, or nothing");
    }
    return streams.stream(
        request.query("types").map(LiveOperations::types).orElse(EnumSet.allOf(EventType.class)),
        last.isEmpty() ? -1 : Long.parseLong(last));
  }

  private static Set<EventType> types(String names) {
    var types = EnumSet.noneOf(EventType.class);
    for (var name : names.split(",", -1)) {
      types.add(
          EventType.named(name)
              .orElseThrow(() -> new Refused("types", "names " + name, "choose of " + names())));
    }
    return types;
  }

  private static String names() {
    return String.join(", ", Arrays.stream(EventType.values()).map(EventType::toString).toList());
  }

  private Pages.DeliveryPage deliveries(ApiRequest request) {
    var limit = request.limit(50, 500);
    var entries =
        webhooks.deliveries(
            request.organisation(),
            request.name(WEBHOOK),
            request.query("cursor").map(MarketOperations::number),
            limit + 1);
    return entries.size() <= limit
        ? new Pages.DeliveryPage(entries, null)
        : new Pages.DeliveryPage(
            entries.subList(0, limit),
            MarketOperations.cursor(Long.toString(entries.get(limit - 1).id())));
  }
}
