package network.flashback.http;

/// Answers one request; runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface HttpHandler {
  /// The answer. A body given as a writer runs after this method has returned, on the same thread.
  ///
  /// @throws Exception anything thrown is logged with the request's id and answered with a bare 500
  HttpResponse handle(HttpRequest request) throws Exception;
}
