package network.flashback.app.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import network.flashback.market.quote.QuoteRequest.RedundancyWish;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What is wished of storage, whoever is asked for it: how much, how long, how safe, for how much.
final class WishOptions {
  private static final Pattern VOLUME = Pattern.compile("([0-9]{1,10})(MiB|GiB|TiB|PiB)");
  private static final Pattern REDUNDANCY = Pattern.compile("([0-9]{1,2})(?:of|/)([0-9]{1,2})");
  private static final long DAY_SECONDS = 86_400;

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
      names = "--egress",
      description = "Plain bytes that may be read, such as 1TiB (default: ${DEFAULT-VALUE}).")
  private String egress = "8GiB";

  @Option(
      names = "--budget",
      paramLabel = "DOLLARS",
      description = "The most that may be locked (default: ${DEFAULT-VALUE}).")
  private BigDecimal budget = BigDecimal.valueOf(100);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  BigInteger volumeBytes() {
    return bytes("--volume", volume);
  }

  BigInteger egressBytes() {
    return bytes("--egress", egress);
  }

  long seconds() {
    if (days.signum() <= 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--days is %s, but must be more than nothing.".formatted(days.toPlainString()));
    }
    try {
      return days.multiply(BigDecimal.valueOf(DAY_SECONDS)).longValueExact();
    } catch (ArithmeticException tooFine) {
      throw wrong(
          "--days is %s, but must be whole seconds.".formatted(days.toPlainString()), tooFine);
    }
  }

  RedundancyWish code() {
    var code = parts(spec, REDUNDANCY, "--redundancy", redundancy, "K of N such as 2of3");
    return new RedundancyWish(code.get(0), code.get(1));
  }

  /// The most that may be locked, millionths of a dollar.
  BigInteger budgetUnits() {
    try {
      return budget.movePointRight(6).toBigIntegerExact();
    } catch (ArithmeticException tooFine) {
      throw wrong(
          "--budget is %s, but must be whole millionths of a dollar."
              .formatted(budget.toPlainString()),
          tooFine);
    }
  }

  private BigInteger bytes(String option, String text) {
    var found = VOLUME.matcher(text);
    if (!found.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is '%s', but must be such as 500GiB or 2TiB.".formatted(option, text));
    }
    var shift =
        switch (found.group(2)) {
          case "MiB" -> 20;
          case "GiB" -> 30;
          case "TiB" -> 40;
          default -> 50;
        };
    return new BigInteger(found.group(1)).shiftLeft(shift);
  }

  /// The numbers of an option that has several.
  static List<Integer> parts(
      CommandSpec spec, Pattern pattern, String option, String text, String form) {
    var found = pattern.matcher(text);
    if (!found.matches()) {
      throw new ParameterException(
          spec.commandLine(), "%s is '%s', but must be %s.".formatted(option, text, form));
    }
    return IntStream.rangeClosed(1, found.groupCount())
        .mapToObj(group -> Integer.parseInt(found.group(group)))
        .toList();
  }

  private ParameterException wrong(String message, ArithmeticException tooFine) {
    return new ParameterException(spec.commandLine(), message, tooFine);
  }
}
