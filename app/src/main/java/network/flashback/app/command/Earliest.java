package network.flashback.app.command;

import java.time.Instant;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;

/// Sends what may come too early, and then says when it will be possible.
final class Earliest {
  private static final String ARGUMENT = "earliest";

  private Earliest() {}

  /// @param what that is done, as the beginning of a sentence: `Agreement 5 can be ended`
  /// @throws IllegalArgumentException when the contract names a time that has not come
  static Receipt send(TransactionSender sender, Call call, String what) {
    try {
      return sender.send(call);
    } catch (RevertedException refused) {
      throw secondIn(refused)
          .<RuntimeException>map(
              second ->
                  new IllegalArgumentException(
                      "%s from %s on, not before. Run the same command again then."
                          .formatted(what, Instant.ofEpochSecond(second)),
                      refused))
          .orElse(refused);
    }
  }

  private static Optional<Long> secondIn(RevertedException refused) {
    return refused
        .failure()
        .filter(failure -> failure.name().endsWith("TooEarly"))
        .map(failure -> failure.arguments().number(ARGUMENT));
  }
}
