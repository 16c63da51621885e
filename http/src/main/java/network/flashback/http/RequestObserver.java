package network.flashback.http;

import java.time.Duration;

/// Is told of every request once its answer was handed to the network or has failed.
@FunctionalInterface
public interface RequestObserver {
  /// One request is over.
  ///
  /// @param route the label of the response, a bounded set of names
  /// @param status the status sent, or 499 when the client went away before the end
  /// @param bytesSent body bytes handed to the network
  void completed(String method, String route, int status, long bytesSent, Duration took);
}
