package network.flashback.node;

import network.flashback.http.HttpHandler;

/// What is shown of the disputes over the provider's agreements. Whoever runs the node watches and
/// answers them; see the settlement module.
public interface Disputes {
  /// Nobody watches.
  Disputes UNWATCHED =
      new Disputes() {
        @Override
        public HttpHandler before(HttpHandler handler) {
          return handler;
        }

        @Override
        public int open() {
          return 0;
        }

        @Override
        public int unanswered() {
          return 0;
        }

        @Override
        public long answered() {
          return 0;
        }
      };

  /// Answers requests for evidence, and gives all others to `handler`.
  HttpHandler before(HttpHandler handler);

  /// Those that are not over.
  int open();

  /// Open ones in which this side is accused and has not answered: silence loses them.
  int unanswered();

  /// Answered by this program since it started.
  long answered();
}
