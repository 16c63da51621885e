package network.flashback.app.dispute;

import java.io.IOException;
import java.time.Duration;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.settlement.dispute.DisputeBook;
import network.flashback.settlement.dispute.DisputeWatch;
import network.flashback.settlement.dispute.Party;

/// What a role's configuration says about disputes.
///
/// @param book keeps the evidence and shows how matters stand
/// @param answers whether the program answers by itself
public record DisputeDuty(DisputeBook book, boolean answers) {
  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Duration PAUSE_IN_DEVELOPMENT = Duration.ofSeconds(1);

  /// Reads the configuration before anything is started.
  ///
  /// @throws ConfigurationException when it says neither to answer nor not to
  public static DisputeDuty of(Configuration config) throws IOException {
    boolean answers = answers(config);
    var book = new DisputeBook(config.path(ConfigurationKey.DISPUTE_EVIDENCE));
    return new DisputeDuty(book, answers);
  }

  public ShownDisputes shown() {
    return new ShownDisputes(book);
  }

  /// Watches the party's disputes until it is closed.
  public DisputeWatch watch(OnChain chain, Party party) {
    var watch =
        new DisputeWatch(
            chain.contracts(),
            chain.sender(),
            chain.wallet(),
            party,
            answers,
            book,
            chain.isDevelopment() ? PAUSE_IN_DEVELOPMENT : PAUSE);
    watch.start();
    return watch;
  }

  private static boolean answers(Configuration config) {
    var key = ConfigurationKey.DISPUTE_ANSWER;
    var word = config.text(key);
    return switch (word) {
      case "automatic" -> true;
      case "manual" -> false;
      default ->
          throw new ConfigurationException(
              "'%s' is '%s', but must be automatic or manual. %s"
                  .formatted(key.key(), word, key.meaning()));
    };
  }
}
