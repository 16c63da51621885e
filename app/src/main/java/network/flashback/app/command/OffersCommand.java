package network.flashback.app.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Locale;
import network.flashback.app.client.MarketClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback offers`: what providers offer, as every platform lists it without an account.
@Command(
    name = "offers",
    description = "Browse the offers of storage providers; no account or wallet is needed.",
    subcommands = {OffersListCommand.class, OffersShowCommand.class},
    mixinStandardHelpOptions = true)
public final class OffersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with offers: one of those below.");
  }

  /// Whose listing is read.
  static final class Platform {
    @Mixin private final NetworkOptions network = new NetworkOptions();

    @Mixin private final PlatformOption platform = new PlatformOption();

    MarketClient open() {
      return platform.open(network.plan());
    }

    URI address() {
      return platform.address(network.plan());
    }
  }

  /// Token units as people write them: 4.50.
  static String money(String units, int decimals) {
    var amount = new BigDecimal(new BigInteger(units), decimals).stripTrailingZeros();
    return (amount.scale() < 2 ? amount.setScale(2) : amount).toPlainString();
  }

  static String percent(int basisPoints) {
    return "%d.%02d %%".formatted(basisPoints / 100, basisPoints % 100);
  }

  static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
