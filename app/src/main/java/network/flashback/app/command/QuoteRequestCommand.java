package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback quote request`: asks providers for offers, instead of choosing among those that are
/// listed.
@Command(
    name = "request",
    description =
        "Ask providers for offers for these wishes. The wallet signs the request; it locks nothing.",
    mixinStandardHelpOptions = true)
public final class QuoteRequestCommand implements Callable<Integer> {
  private static final long DAY_SECONDS = 86_400;
  private static final long MINUTE_SECONDS = 60;

  @Mixin private final ConsumerOptions options = new ConsumerOptions();

  @Option(
      names = "--volume",
      description = "Plain bytes, such as 500GiB or 2TiB (default: ${DEFAULT-VALUE}).")
  private String volume = "8GiB";

  @Option(names = "--days", description = "Duration in days (default: ${DEFAULT-VALUE}).")
  private BigDecimal days = BigDecimal.ONE;

  @Option(
      names = "--redundancy",
      paramLabel = "KofN",
      description = "Any K of N providers hold the whole (default: ${DEFAULT-VALUE}).")
  private String redundancy = "2of3";

  @Option(
      names = "--region",
      split = ",",
      description = "Where bytes may lie, such as eu-de (default: anywhere).")
  private List<String> regions = List.of();

  @Option(names = "--class", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private StorageClass storageClass = StorageClass.FAST;

  @Option(
      names = "--egress",
      description = "Plain bytes that may be read, such as 1TiB (default: ${DEFAULT-VALUE}).")
  private String egress = "8GiB";

  @Option(
      names = "--budget",
      paramLabel = "DOLLARS",
      description = "The most that may be locked (default: ${DEFAULT-VALUE}).")
  private BigDecimal budget = BigDecimal.valueOf(100);

  @Option(
      names = "--minutes",
      description = "How long providers may answer, 10080 at most (default: ${DEFAULT-VALUE}).")
  private long minutes = 60;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var code =
        QuoteCommand.parts(
            spec, QuoteCommand.REDUNDANCY, "--redundancy", redundancy, "K of N such as 2of3");
    try (var opened = options.open()) {
      var wanted = wanted(opened.key().address(), code);
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

  private WantedQuotes wanted(Address consumer, List<Integer> code) {
    byte[] salt = new byte[Bytes32.SIZE];
    new SecureRandom().nextBytes(salt);
    try {
      return new WantedQuotes(
          new QuoteRequest(
              consumer,
              1,
              bytes("--volume", volume),
              days.multiply(BigDecimal.valueOf(DAY_SECONDS)).longValueExact(),
              new QuoteRequest.RedundancyWish(code.get(0), code.get(1)),
              regions,
              storageClass,
              bytes("--egress", egress),
              budget.movePointRight(6).toBigIntegerExact(),
              null),
          Instant.now().getEpochSecond() + minutes * MINUTE_SECONDS,
          Bytes32.of(salt));
    } catch (ArithmeticException tooFine) {
      throw new ParameterException(
          spec.commandLine(),
          "A number is too large or too fine: days in whole seconds, dollars in millionths.");
    }
  }

  private BigInteger bytes(String option, String text) {
    return QuoteCommand.bytes(spec, option, text);
  }
}
