package network.flashback.app.command;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.request.WantedQuotes;
import network.flashback.market.request.WantedQuotesEntry;
import network.flashback.market.request.WantedQuotesSubmission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback quote request`: asks providers for offers, instead of choosing among those that are
/// listed.
@Command(
    name = "request",
    description =
        "Ask providers for offers for these wishes. The wallet signs the request; it locks nothing.",
    mixinStandardHelpOptions = true)
public final class QuoteRequestCommand implements Callable<Integer> {
  private static final long MINUTE_SECONDS = 60;

  @Mixin private final ConsumerOptions options = new ConsumerOptions();

  @Mixin private final WishOptions wished = new WishOptions();

  @Option(
      names = "--region",
      split = ",",
      description = "Where bytes may lie, such as eu-de (default: anywhere).")
  private List<String> regions = List.of();

  @Option(names = "--class", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private StorageClass storageClass = StorageClass.FAST;

  @Option(
      names = "--minutes",
      description = "How long providers may answer, 10080 at most (default: ${DEFAULT-VALUE}).")
  private long minutes = 60;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var wanted = wanted(opened.key().address());
      var signature = opened.key().sign(wanted.message(opened.chainId()).digest()).toBytes();
      var entry =
          opened
              .client()
              .does(
                  "requestQuotes",
                  Map.of(),
                  new WantedQuotesSubmission(wanted, signature),
                  WantedQuotesEntry.class);
      var out = spec.commandLine().getOut();
      out.printf(
          "request %s, %s bytes a leg, may be answered until %s%n",
          entry.id(), entry.legBytes(), Instant.ofEpochSecond(wanted.expiresAt()));
      out.printf("'flashback quote answers %s' shows what providers say.%n", entry.id());
      out.flush();
      return 0;
    }
  }

  private WantedQuotes wanted(Address consumer) {
    byte[] salt = new byte[Bytes32.SIZE];
    new SecureRandom().nextBytes(salt);
    return new WantedQuotes(
        new QuoteRequest(
            consumer,
            1,
            wished.volumeBytes(),
            wished.seconds(),
            wished.code(),
            regions,
            storageClass,
            wished.egressBytes(),
            wished.budgetUnits(),
            null),
        Instant.now().getEpochSecond() + minutes * MINUTE_SECONDS,
        Bytes32.of(salt));
  }
}
