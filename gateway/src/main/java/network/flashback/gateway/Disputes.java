package network.flashback.gateway;

import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.http.HttpHandler;

/// What is shown of the disputes over the agreements of the gateway's SLAs. Whoever runs it watches
/// and answers them; see the settlement module.
public interface Disputes {
  /// Nobody watches.
  Disputes UNWATCHED =
      new Disputes() {
        @Override
        public HttpHandler before(HttpHandler handler) {
          return handler;
        }

        @Override
        public DisputeCounts counts() {
          return DisputeCounts.NONE;
        }
      };

  /// Answers requests for evidence, and gives all others to `handler`.
  HttpHandler before(HttpHandler handler);

  DisputeCounts counts();
}
