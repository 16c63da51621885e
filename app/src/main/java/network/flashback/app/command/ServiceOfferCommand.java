package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.EngagementOffer;
import network.flashback.chain.contract.EngagementTerms;
import network.flashback.chain.contract.EngagementTerms.Milestone;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service offer STATEMENT`: a provider's signed word on one engagement.
@Command(
    name = "offer",
    description = {
      "Offer to do what STATEMENT asks for, to one consumer, for a price: writes a file for the consumer, who hires with it.",
      "Signed by the node key that the register names. Nothing is sent; the offer binds until it expires or is cancelled (--cancel-all)."
    },
    mixinStandardHelpOptions = true)
public final class ServiceOfferCommand implements Callable<Integer> {
  private static final int SALT_BITS = 256;

  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "STATEMENT",
      description = "The statement of work, whose hash the offer names.")
  private Path statement = Path.of("");

  @Option(names = "--to", paramLabel = "ADDRESS", description = "The consumer.")
  private String consumer = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "migration",
      description = "migration, analytics or compliance (default: ${DEFAULT-VALUE}).")
  private String kind = "migration";

  @Option(
      names = "--milestone",
      paramLabel = "AMOUNT/DELIVER/ACCEPT",
      description = {
        "A part of the work, once for each in order: its price in whole tokens, when it is delivered at the latest, and how long the consumer may look at it: 250/P10D/P3D."
      })
  private List<String> milestones = List.of();

  @Option(
      names = "--market",
      paramLabel = "N",
      defaultValue = "1",
      description = "Token and fee (default: ${DEFAULT-VALUE}).")
  private int market = 1;

  @Option(
      names = "--valid",
      paramLabel = "DURATION",
      defaultValue = "P3D",
      description = "How long the offer stands (default: ${DEFAULT-VALUE}).")
  private String valid = "P3D";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "offer.json",
      description = "Where the offer is written (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("offer.json");

  @Option(names = "--cancel-all", description = "Make void all that this key has offered so far.")
  private boolean cancelAll;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      long provider = provider(contracts);
      if (cancelAll) {
        options.sender(contracts).send(contracts.engagements().cancelOffers(provider));
        say("all that provider %d has offered until now is void".formatted(provider));
        return 0;
      }
      var terms = terms(contracts, provider);
      var engagements = contracts.engagements();
      long expiry = now(contracts) + duration("--valid", valid).toSeconds();
      long nonce = engagements.offerNonceOf(provider);
      var signed = options.wallet().sign(terms.offer(engagements.domain(), expiry, nonce));
      new EngagementOffer(terms, expiry, nonce, signed.toBytes()).write(file);
      say(
          "%s for %s in %d milestones, offered to %s until %s, in %s"
              .formatted(
                  kind,
                  Orders.text(token(contracts), terms.total()),
                  terms.milestones().size(),
                  terms.consumer(),
                  ServiceReport.at(expiry),
                  file));
      say("the consumer hires with it: flashback service hire " + file.getFileName());
    }
    return 0;
  }

  private long provider(Contracts contracts) throws IOException {
    var key = options.wallet().address();
    long id = contracts.registry().idOfNodeKey(key);
    if (id == 0) {
      throw new IllegalArgumentException(
          "The register names no provider whose node key is %s. Register it first: flashback provider register."
              .formatted(key));
    }
    return id;
  }

  private EngagementTerms terms(Contracts contracts, long provider) throws IOException {
    if (consumer.isEmpty() || milestones.isEmpty() || statement.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "An offer needs a STATEMENT, whom it is for (--to), and at least one --milestone.");
    }
    int mask = ServiceReport.kind(kind);
    if ((contracts.registry().kindsOf(provider) & mask) == 0) {
      throw new IllegalArgumentException(
          "Provider %d is not registered for %s, and nobody could hire it for that. Register such a provider first."
              .formatted(provider, kind));
    }
    var token = token(contracts);
    var parts = milestones.stream().map(each -> milestone(contracts, token, each)).toList();
    var salt = new BigInteger(SALT_BITS, new SecureRandom());
    var hash = ServiceCommand.hashOf(statement);
    return new EngagementTerms(Address.parse(consumer), provider, mask, market, parts, hash, salt);
  }

  private static Milestone milestone(Contracts contracts, Token token, String text) {
    var parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "--milestone is '%s', but must be AMOUNT/DELIVER/ACCEPT such as 250/P10D/P3D."
              .formatted(text));
    }
    BigInteger amount;
    try {
      amount = Orders.units(token, new BigDecimal(parts[0]));
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "The price of --milestone '%s' is no number.".formatted(text), wrong);
    }
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException(
          "The price of --milestone '%s' must be more than nothing.".formatted(text));
    }
    long accept = duration("--milestone", parts[2]).toSeconds();
    long least = contracts.engagements().acceptSecondsLeast();
    long most = contracts.engagements().acceptSecondsMost();
    if (accept < least || accept > most) {
      throw new IllegalArgumentException(
          "The consumer must have %s to %s to look at a milestone, not %s."
              .formatted(Duration.ofSeconds(least), Duration.ofSeconds(most), parts[2]));
    }
    return new Milestone(
        amount, now(contracts) + duration("--milestone", parts[1]).toSeconds(), accept);
  }

  private static Duration duration(String option, String text) {
    try {
      var duration = Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(
          "%s holds '%s', which is no duration such as P3D or PT90S.".formatted(option, text),
          wrong);
    }
    throw new IllegalArgumentException(
        "%s holds '%s', and must be longer than nothing.".formatted(option, text));
  }

  private Token token(Contracts contracts) {
    return contracts.token(contracts.orchestrator().market(market).token());
  }

  private static long now(Contracts contracts) {
    return contracts.chain().head().timestamp().getEpochSecond();
  }

  private void say(String words) {
    spec.commandLine().getOut().println(words);
  }
}
