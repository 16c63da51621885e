package network.flashback.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import network.flashback.http.HttpResponse.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer, on a virtual thread.
final class Exchange implements Runnable {
  /// Nginx's number for a client that went away: never sent, only counted.
  private static final int CLIENT_GONE = 499;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final HttpServer server;
  private final Connection connection;
  private final HttpRequest request;
  private final RequestBody body;
  private final Thread thread;
  private final long startedAt = System.nanoTime();

  Exchange(HttpServer server, Connection connection, HttpRequest request, RequestBody body) {
    this.server = server;
    this.connection = connection;
    this.request = request;
    this.body = body;
    this.thread =
        Thread.ofVirtual().name("http-", request.id().hashCode() & 0xffffL).unstarted(this);
  }

  void start() {
    thread.start();
  }

  void interrupt() {
    thread.interrupt();
  }

  RequestBody body() {
    return body;
  }

  @Override
  public void run() {
    var keepAlive = false;
    var status = CLIENT_GONE;
    var response = HttpResponse.empty(500);
    var writer = new ResponseWriter(connection, request, server);
    try {
      response = answer();
      keepAlive = writer.write(response, mayKeepAlive(response));
      status = connection.channel().isActive() ? response.status() : CLIENT_GONE;
    } catch (IOException e) {
      LOG.debug("request {} broke off: {}", request.id(), e.toString());
      connection.close();
    } catch (RuntimeException | Error e) {
      LOG.error("request {} failed while its answer was being sent", request.id(), e);
      status = 500;
      connection.close();
    } finally {
      finish(response, status, writer.bytesSent(), keepAlive);
    }
  }

  private HttpResponse answer() {
    try {
      var response = server.handler().handle(request);
      if (response.body() instanceof Body.Declared && !request.method().equals("HEAD")) {
        closeAll(response);
        throw new IllegalStateException("HttpResponse.declaring answers HEAD only");
      }
      return response;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return apology(e);
    }
  }

  private HttpResponse apology(Throwable e) {
    switch (body.failure()) {
      case SocketTimeoutException slow -> {
        return HttpResponse.text(408, "text/plain; charset=utf-8", slow.getMessage() + "\n");
      }
      case IOException broken -> {
        LOG.debug("request {} broke off: {}", request.id(), broken.toString());
        return HttpResponse.text(400, "text/plain; charset=utf-8", broken.getMessage() + "\n");
      }
      case null -> {
        LOG.error("request {} {} failed", request.id(), request.method(), e);
        return HttpResponse.text(
            500,
            "text/plain; charset=utf-8",
            "the server failed at this request: report it with the id " + request.id() + "\n");
      }
    }
  }

  private boolean mayKeepAlive(HttpResponse response) {
    var asked =
        request.minorVersion() == 0
            ? request.headers().hasToken("connection", "keep-alive")
            : !request.headers().hasToken("connection", "close");
    return asked
        && !server.stopping()
        && !response.headers().hasToken("connection", "close")
        && body.bytesToCome() <= Connection.MAX_DRAIN_BYTES;
  }

  private void finish(HttpResponse response, int status, long bytesSent, boolean keepAlive) {
    closeAll(response);
    server.release();
    var took = Duration.ofNanos(System.nanoTime() - startedAt);
    try {
      response.sent().accept(bytesSent);
    } catch (RuntimeException e) {
      LOG.error("who asked what was sent of request {} failed", request.id(), e);
    }
    try {
      server
          .config()
          .observer()
          .completed(request.method(), response.route(), status, bytesSent, took);
    } catch (RuntimeException e) {
      LOG.error("the observer failed at request {}", request.id(), e);
    }
    connection.finished(this, keepAlive);
  }

  private void closeAll(HttpResponse response) {
    for (var resource : response.resources()) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("request {}: a resource did not close", request.id(), e);
      }
    }
  }
}
