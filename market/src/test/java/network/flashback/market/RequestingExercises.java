package network.flashback.market;

import java.util.List;
import network.flashback.market.Exercises.Exercise;
import network.flashback.market.Exercises.Request;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.request.WantedQuotes;

/// A request for each operation about requests for quotes, in an order in which they succeed.
final class RequestingExercises {
  private final TestNetwork network;
  private final TestCallers callers;
  private final WantedQuotes wanted;

  RequestingExercises(TestNetwork network, TestCallers callers) {
    this.network = network;
    this.callers = callers;
    this.wanted = TestRequests.wanted(network, 3, 3_600);
  }

  List<Exercise> all() {
    var one = "/v1/quote-requests/" + wanted.id();
    return List.of(
        new Exercise(
            "requestQuotes",
            () ->
                new Request(
                    "POST", "/v1/quote-requests", TestRequests.signed(network, wanted), "")),
        see("listQuoteRequests", "/v1/quote-requests"),
        see("quoteRequest", one),
        new Exercise("answerQuoteRequest", () -> answer(one)),
        new Exercise("quoteAnswers", () -> new Request("GET", one + "/answers", "", token())),
        new Exercise("quoteFromAnswers", () -> new Request("POST", one + "/quote", "", token())));
  }

  /// Three must answer for a quote of three legs.
  private Request answer(String one) throws Exception {
    for (var provider = 1; provider < 3; provider++) {
      callers.done("POST", one + "/answers", JsonWriter.text(network.offer(provider)), "");
    }
    return new Request("POST", one + "/answers", JsonWriter.text(network.offer(0)), "");
  }

  private String token() throws Exception {
    return callers.signIn(network.key(TestNetwork.CONSUMER));
  }

  private static Exercise see(String operation, String path) {
    return new Exercise(operation, () -> new Request("GET", path, "", ""));
  }
}
