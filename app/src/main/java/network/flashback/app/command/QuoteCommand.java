package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.domain.design.Plan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.quote.DesignAnswer;
import network.flashback.market.quote.DesignAnswer.PlanEntry;
import network.flashback.market.quote.DesignRequest;
import network.flashback.market.quote.PlanChoice;
import network.flashback.market.quote.PlanQuotes;
import network.flashback.market.quote.QuotedTerms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback quote`: from wishes to plans, with what each wish costs, and one of them frozen as
/// quotes that `flashback sla open` opens. Signs and locks nothing.
@Command(
    name = "quote",
    description =
        "Design storage from wishes: plans with price, durability and availability, what each wish costs, and quotes of one plan. Signs nothing.",
    subcommands = {
      QuoteRequestCommand.class,
      QuoteListCommand.class,
      QuoteAnswerCommand.class,
      QuoteAnswersCommand.class
    },
    mixinStandardHelpOptions = true)
public final class QuoteCommand implements Callable<Integer> {
  private static final Pattern MIX = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})/([0-9]{1,3})");

  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Mixin private final WishOptions wished = new WishOptions();

  @Option(
      names = "--mix",
      paramLabel = "F/D/A",
      description =
          "Per cent fast/decentralized/archive; AI 80/20/0, gaming 60/20/20, DeFi 20/40/40 (default: ${DEFAULT-VALUE}).")
  private String mix = "100/0/0";

  @Option(
      names = "--region",
      split = ",",
      description = "Where bytes may lie, such as eu-de or 'eu-*' (default: anywhere).")
  private List<String> regions = List.of();

  @Option(
      names = "--not-in",
      split = ",",
      description = "Where bytes must not lie, whatever else is wished.")
  private List<String> excluded = List.of();

  @Option(names = "--certified", description = "Only providers with a valid certificate.")
  private boolean certified;

  @Option(
      names = "--plan",
      description =
          "Which plan to freeze: cheapest, quickest or safest (default: ${DEFAULT-VALUE}).")
  private Plan.Kind kind = Plan.Kind.CHEAPEST;

  @Option(names = "--json", description = "Print the API's answers: design and quotes.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var wishes = wishes();
    var network = options.plan();
    try (var market = new MarketClient(network.url(Member.PLATFORM))) {
      var design = market.design(wishes);
      var quotes =
          design.feasible()
              ? Optional.of(
                  market.quotePlan(
                      new PlanChoice(wallet(network), kind, chosen(design).total(), null, wishes)))
              : Optional.<PlanQuotes>empty();
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(JsonWriter.text(new Answer(design, quotes.orElse(null))));
      } else {
        show(design, out);
        quotes.ifPresent(this::next);
      }
      return design.feasible() ? 0 : 1;
    }
  }

  /// What is printed with `--json`.
  record Answer(DesignAnswer design, @Nullable PlanQuotes quotes) {}

  /// The wallet that `sla open` signs with.
  private static Address wallet(NetworkPlan network) throws IOException {
    try (var chain = NetworkChain.connect(network)) {
      return DevelopmentWallet.CONSUMER.key(chain.contracts().chain().id()).address();
    }
  }

  private PlanEntry chosen(DesignAnswer design) {
    return design.plans().stream()
        .filter(plan -> plan.kind() == kind)
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    spec,
                    "--plan is %s, but within the budget no plan is better at that than the cheapest: leave it away."
                        .formatted(word(kind))));
  }

  private DesignRequest wishes() {
    var shares = WishOptions.parts(spec, MIX, "--mix", mix, "per cent such as 80/20/0");
    return new DesignRequest(
        1,
        wished.volumeBytes(),
        wished.seconds(),
        wished.code(),
        new DesignRequest.Mix(shares.get(0), shares.get(1), shares.get(2)),
        regions,
        excluded,
        wished.egressBytes(),
        wished.budgetUnits(),
        null,
        certified,
        null);
  }

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  static void show(DesignAnswer answer, PrintWriter out) {
    if (!answer.feasible()) {
      out.println("These wishes cannot be met: " + answer.summary() + ".");
      answer
          .relaxed()
          .forEach(
              one ->
                  out.printf(
                      "  %-12s %-52s %16s%n",
                      word(one.wish()), one.instead(), amount(answer, one.total())));
      out.println(
          "Ask again with one of them changed: ./flashback quote --help lists the options.");
      return;
    }
    out.printf(
        "%-10s %-8s %16s %16s %11s %13s %8s%n",
        "plan", "code", "locks", "a day", "durability", "availability", "wait");
    answer.plans().forEach(plan -> row(answer, plan, out));
    out.println();
    var cheapest = answer.plans().getFirst();
    out.println("What each wish costs, of the " + amount(answer, cheapest.total()) + " locked:");
    for (var one : answer.relaxed()) {
      var saved = cheapest.total().subtract(one.total());
      out.printf("  %-12s %-52s %16s%n", word(one.wish()), one.instead(), amount(answer, saved));
    }
  }

  private static void row(DesignAnswer answer, PlanEntry plan, PrintWriter out) {
    out.printf(
        "%-10s %-8s %16s %16s %11s %13s %8s%n",
        word(plan.kind()),
        plan.redundancy().data() + "of" + plan.redundancy().total(),
        amount(answer, plan.total()),
        amount(answer, plan.pricePerDay()),
        nines(plan.durabilityTenthsOfNines()),
        new BigDecimal(BigInteger.valueOf(plan.availabilityPpm()), 4).toPlainString() + " %",
        plan.latencyMillis() + " ms");
    for (var part : plan.parts()) {
      for (var leg : part.legs()) {
        out.printf(
            "  %-14s provider %d in %s, %s a GiB and month%n",
            word(part.storageClass()),
            leg.providerId(),
            leg.region(),
            amount(answer, leg.pricePerGibMonth()));
      }
    }
  }

  /// One command for each SLA of the plan.
  ///
  /// @param until unix second at which the first quote expires
  /// @param network what follows a command about another network than the usual one
  static void next(
      Plan.Kind kind, List<Bytes32> quoteHashes, long until, String network, PrintWriter out) {
    out.println();
    out.printf(
        "The %s plan is quoted until %s; nothing is signed or locked yet. To open it:%n",
        word(kind), Instant.ofEpochSecond(until));
    for (var hash : quoteHashes) {
      out.printf("  ./flashback sla open --quote %s%s%n", hash, network);
    }
  }

  private void next(PlanQuotes frozen) {
    next(
        frozen.plan(),
        frozen.quotes().stream().map(QuotedTerms::quoteHash).toList(),
        frozen.quotes().stream().mapToLong(QuotedTerms::expiresAt).min().orElseThrow(),
        options.typed(),
        spec.commandLine().getOut());
  }

  private static String nines(int tenths) {
    return tenths / 10 + "." + tenths % 10 + " nines";
  }

  private static String amount(DesignAnswer answer, BigInteger units) {
    return new BigDecimal(units, answer.decimals()).toPlainString() + " " + answer.symbol();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
