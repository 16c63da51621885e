package network.flashback.market.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.market.MarketError;

/// One operation of the API: who may call it, what serves it, and what its document says.
///
/// @param name of the operation, unique
/// @param body record that the request's body is read into
/// @param status of the answer that is no problem
/// @param answer record that the answer is written from; none for a document of another's making,
///   and for 204
/// @param errors problems that are particular to it
/// @param content type of the answer
/// @param bodyMax bytes of the request's body
/// @param isApart its transactions are its own, and asking for the same again changes nothing
record Route(
    String method,
    String path,
    String name,
    String summary,
    Access access,
    List<QueryParameter> query,
    Optional<Class<? extends Record>> body,
    int status,
    Optional<Class<? extends Record>> answer,
    List<MarketError> errors,
    String content,
    int bodyMax,
    boolean isApart,
    Operation operation) {

  private static final int BODY_MAX = 256 * 1024;

  /// What is done.
  @FunctionalInterface
  interface Operation {
    /// A record, a JSON document, a [Reply], or for a read a whole response.
    Object perform(ApiRequest request);
  }

  /// A parameter behind the question mark.
  ///
  /// @param pattern what a value must match whole
  record QueryParameter(String name, String pattern, String meaning) {}

  static Route get(
      Access access,
      String path,
      String name,
      String summary,
      Class<? extends Record> answer,
      Operation operation) {
    return of("GET", access, path, name, summary, operation).giving(200, Optional.of(answer));
  }

  /// Answers a JSON object of another's making.
  static Route document(
      Access access, String path, String name, String summary, Operation operation) {
    return of("GET", access, path, name, summary, operation);
  }

  static Route post(
      Access access,
      String path,
      String name,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Operation operation) {
    return of("POST", access, path, name, summary, operation)
        .taking(body)
        .giving(201, Optional.of(answer));
  }

  /// A POST without a body: something is done to what the path names.
  static Route act(
      Access access,
      String path,
      String name,
      String summary,
      Class<? extends Record> answer,
      Operation operation) {
    return of("POST", access, path, name, summary, operation).giving(200, Optional.of(answer));
  }

  static Route put(
      Access access,
      String path,
      String name,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Operation operation) {
    return of("PUT", access, path, name, summary, operation)
        .taking(body)
        .giving(200, Optional.of(answer));
  }

  static Route delete(
      Access access, String path, String name, String summary, Operation operation) {
    return of("DELETE", access, path, name, summary, operation).giving(204, Optional.empty());
  }

  private static Route of(
      String method, Access access, String path, String name, String summary, Operation operation) {
    return new Route(
        method,
        path,
        name,
        summary,
        access,
        List.of(),
        Optional.empty(),
        200,
        Optional.empty(),
        List.of(),
        Api.JSON,
        BODY_MAX,
        false,
        operation);
  }

  /// Whether it changes something.
  boolean writes() {
    return !method.equals("GET");
  }

  Route with(QueryParameter... parameters) {
    return copy(List.of(parameters), errors, isApart);
  }

  Route failing(MarketError... more) {
    var all = new ArrayList<>(errors);
    all.addAll(List.of(more));
    return copy(query, List.copyOf(all), isApart);
  }

  /// It cannot be answered without the chain.
  Route askingTheChain() {
    return failing(MarketError.CHAIN_FAILED, MarketError.CHAIN_UNREACHABLE);
  }

  /// Its transactions are its own: what it does lasts, whatever becomes of the answer, and asking
  /// for the same again changes nothing.
  Route apart() {
    return copy(query, errors, true);
  }

  /// It answers what became of the thing.
  Route answering(Class<? extends Record> kind) {
    return giving(200, Optional.of(kind));
  }

  /// Its answer is of another type than JSON.
  Route producing(String type) {
    return new Route(
        method, path, name, summary, access, query, body, status, answer, errors, type, bodyMax,
        isApart, operation);
  }

  /// Its body may have so many bytes, more than is usual.
  Route upTo(int bytes) {
    return new Route(
        method, path, name, summary, access, query, body, status, answer, errors, content, bytes,
        isApart, operation);
  }

  private Route taking(Class<? extends Record> kind) {
    return new Route(
            method,
            path,
            name,
            summary,
            access,
            query,
            Optional.of(kind),
            status,
            answer,
            errors,
            content,
            bodyMax,
            isApart,
            operation)
        .failing(MarketError.INVALID_FIELD, MarketError.BODY_TOO_LARGE);
  }

  private Route giving(int code, Optional<Class<? extends Record>> kind) {
    return new Route(
        method, path, name, summary, access, query, body, code, kind, errors, content, bodyMax,
        isApart, operation);
  }

  private Route copy(
      List<QueryParameter> parameters, List<MarketError> failures, boolean separate) {
    return new Route(
        method,
        path,
        name,
        summary,
        access,
        parameters,
        body,
        status,
        answer,
        failures,
        content,
        bodyMax,
        separate,
        operation);
  }
}
