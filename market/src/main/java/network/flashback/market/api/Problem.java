package network.flashback.market.api;

import java.util.List;
import network.flashback.domain.placement.Refusal;
import network.flashback.http.HttpResponse;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// An error on the wire (RFC 9457).
@Meaning("What went wrong, why, and what to do (RFC 9457).")
record Problem(
    @Meaning("Name of the kind of problem.") String type,
    String title,
    int status,
    @Meaning("What is wrong and why.") String detail,
    @Meaning("The input at fault, when it is one.") @Nullable String field,
    @Meaning("What to do.") String remedy,
    @Meaning("Why each offer does not serve, when none do.") @Nullable List<Refusal> refusals) {
  static final String CONTENT_TYPE = "application/problem+json";

  static HttpResponse answer(MarketException failure) {
    var error = failure.error();
    var problem =
        new Problem(
            error.type(),
            error.title(),
            error.status(),
            failure.detail(),
            failure.field().orElse(null),
            failure.remedy(),
            failure.refusals().isEmpty() ? null : failure.refusals());
    var answer = HttpResponse.text(error.status(), CONTENT_TYPE, JsonWriter.text(problem));
    return error == MarketError.UNAUTHENTICATED
        ? answer.header("WWW-Authenticate", "Bearer")
        : answer;
  }
}
