package network.flashback.app.command;

import java.io.IOException;
import java.util.Map;
import network.flashback.app.client.MarketClient;
import network.flashback.market.certification.EvidenceText;

/// Hands a text to a platform that takes it once it has seen the block that names it.
final class EvidencePost {
  private static final int ATTEMPTS = 15;
  private static final long PAUSE_MILLIS = 1_000;

  private EvidencePost() {}

  static void send(MarketClient client, String text) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        client.does("publishEvidence", Map.of(), new EvidenceText(text), EvidenceText.class);
        return;
      } catch (IOException notYet) {
        if (attempt == ATTEMPTS) {
          throw notYet;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }
}
