package network.flashback.market.api;

import java.util.List;
import java.util.Optional;
import network.flashback.market.MarketError;

/// One operation of the API: what serves it, and what its document says.
///
/// @param name of the operation, unique
/// @param body record that the request's body is read into
/// @param status of the answer that is no problem
/// @param answer record that the answer is written from; none for a document of another's making
/// @param errors problems that are particular to it
record Route(
    String method,
    String path,
    String name,
    String summary,
    List<QueryParameter> query,
    Optional<Class<? extends Record>> body,
    int status,
    Optional<Class<? extends Record>> answer,
    List<MarketError> errors,
    Operation operation) {

  /// What is done.
  @FunctionalInterface
  interface Operation {
    /// A record, or a JSON document.
    Object perform(ApiRequest request);
  }

  /// A parameter behind the question mark.
  ///
  /// @param pattern what a value must match whole
  record QueryParameter(String name, String pattern, String meaning) {}

  static Route get(
      String path,
      String name,
      String summary,
      Class<? extends Record> answer,
      Operation operation) {
    return new Route(
        "GET",
        path,
        name,
        summary,
        List.of(),
        Optional.empty(),
        200,
        Optional.of(answer),
        List.of(),
        operation);
  }

  /// Answers a JSON object of another's making.
  static Route document(String path, String name, String summary, Operation operation) {
    return new Route(
        "GET",
        path,
        name,
        summary,
        List.of(),
        Optional.empty(),
        200,
        Optional.empty(),
        List.of(),
        operation);
  }

  static Route post(
      String path,
      String name,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Operation operation) {
    return new Route(
        "POST",
        path,
        name,
        summary,
        List.of(),
        Optional.of(body),
        201,
        Optional.of(answer),
        List.of(MarketError.INVALID_FIELD, MarketError.BODY_TOO_LARGE),
        operation);
  }

  Route with(QueryParameter... parameters) {
    return copy(List.of(parameters), errors);
  }

  Route failing(MarketError... more) {
    var all = new java.util.ArrayList<>(errors);
    all.addAll(List.of(more));
    return copy(query, all);
  }

  /// It cannot be answered without the chain.
  Route askingTheChain() {
    return failing(MarketError.CHAIN_FAILED, MarketError.CHAIN_UNREACHABLE);
  }

  private Route copy(List<QueryParameter> parameters, List<MarketError> failures) {
    return new Route(
        method,
        path,
        name,
        summary,
        parameters,
        body,
        status,
        answer,
        List.copyOf(failures),
        operation);
  }
}
