package network.flashback.gateway;

import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.access.Permissions;
import network.flashback.gateway.operation.Outcome;
import network.flashback.gateway.operation.Route;
import network.flashback.gateway.operation.S3Operations;
import network.flashback.gateway.usage.Usage;
import network.flashback.gateway.usage.UsageJournal;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Request;
import network.flashback.s3.access.TrustedProxies;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.auth.SigV4Verifier;

/// One request, from the wire to the answer.
final class Pipeline implements HttpHandler {
  private final TrustedProxies proxies;
  private final S3Addressing addressing;
  private final SigV4Verifier authenticator;
  private final Access access;
  private final Forms forms;
  private final Cors cors;
  private final Router router;
  private final Permissions permissions;
  private final S3Operations operations;
  private final Recoverable recoverable;
  private final UsageJournal usage;
  private final ErrorAnswers errors;
  private final InstantSource clock;

  Pipeline(
      TrustedProxies proxies,
      S3Addressing addressing,
      SigV4Verifier authenticator,
      Access access,
      Forms forms,
      Cors cors,
      Router router,
      Permissions permissions,
      S3Operations operations,
      Recoverable recoverable,
      UsageJournal usage,
      ErrorAnswers errors,
      InstantSource clock) {
    this.proxies = proxies;
    this.addressing = addressing;
    this.authenticator = authenticator;
    this.access = access;
    this.forms = forms;
    this.cors = cors;
    this.router = router;
    this.permissions = permissions;
    this.operations = operations;
    this.recoverable = recoverable;
    this.usage = usage;
    this.errors = errors;
    this.clock = clock;
  }

  /// Waits until what was committed under an SLA survives the loss of the database, where that is
  /// asked for.
  @FunctionalInterface
  interface Recoverable {
    void await(Agreements.Sla sla) throws IOException;
  }

  @Override
  public HttpResponse handle(HttpRequest http) {
    return cors.allow(http, errors.answering(http, () -> serve(http)));
  }

  private HttpResponse serve(HttpRequest http) throws IOException {
    var request = S3Request.parse(Wire.s3(http, proxies), addressing);
    return switch (request.operation()) {
      case PREFLIGHT -> cors.preflight(request);
      case POST_OBJECT -> serveForm(request);
      default -> serve(request, authenticator.verify(request.http()));
    };
  }

  private HttpResponse serve(S3Request request, Authentication caller) throws IOException {
    if (caller instanceof Authentication.Anonymous
        && request.operation() == S3Operation.LIST_BUCKETS) {
      return S3Operations.bucketsOfNobody().response().route(request.operation().wireName());
    }
    var grant = access.require(caller, request);
    var route = permissions.require(request, router.routeFor(grant, request));
    var outcome = operations.perform(request, caller, route);
    return journalled(outcome, request, route).route(request.operation().wireName());
  }

  private HttpResponse serveForm(S3Request request) throws IOException {
    var form = forms.read(request);
    var put = form.upload().put();
    var grant = access.require(form.caller(), put);
    var route = permissions.require(put, router.routeFor(grant, put));
    var outcome = Forms.answer(operations.perform(put, form.caller(), route), form.upload());
    return journalled(outcome, put, route).route(request.operation().wireName());
  }

  /// Uploads are in the journal before they are acknowledged; what is sent is known only when it
  /// was sent.
  private HttpResponse journalled(Outcome outcome, S3Request request, Route route)
      throws IOException {
    var id = UUID.randomUUID();
    if (Access.rightFor(request) == Grants.Right.WRITE) {
      recoverable.await(route.sla());
      usage.record(usage(id, outcome, request, route));
      return outcome.response();
    }
    return outcome.response().closing(() -> usage.note(usage(id, outcome, request, route)));
  }

  private Usage usage(UUID id, Outcome outcome, S3Request request, Route route) {
    return new Usage(
        id,
        clock.instant(),
        route.grant().id(),
        route.sla().id(),
        route.bucket().map(bucket -> bucket.name()),
        request.operation().wireName(),
        outcome.response().status(),
        outcome.bytesIn(),
        outcome.bytesOut().get());
  }
}
