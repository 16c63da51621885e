package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import network.flashback.app.client.Consumer;
import network.flashback.app.client.GasCost;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.market.quote.QuotedTerms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback sla open`: from wishes to an S3 key, with one signature.
@Command(
    name = "open",
    description =
        "Ask for a quote, or take one of ./flashback quote, sign it with the development consumer's wallet, and print the S3 key of the new SLA.",
    mixinStandardHelpOptions = true)
public final class SlaOpenCommand implements Callable<Integer> {
  private static final long GIB = 1L << 30;

  /// What a quote fixes.
  private static final List<String> WISHES =
      List.of(
          "--gib", "--hours", "--redundancy", "--regions", "--class", "--egress-gib", "--budget");

  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Option(names = "--gib", description = "Volume in GiB (default: ${DEFAULT-VALUE}).")
  private long gib = 8;

  @Option(names = "--hours", description = "Duration in hours (default: ${DEFAULT-VALUE}).")
  private BigDecimal hours = BigDecimal.ONE;

  @Option(
      names = "--redundancy",
      paramLabel = "K/N",
      description = "Any K of N providers hold the whole (default: ${DEFAULT-VALUE}).")
  private String redundancy = "2/3";

  @Option(
      names = "--regions",
      split = ",",
      description = "Where bytes may lie, such as eu-de,eu-fr (default: anywhere).")
  private List<String> regions = List.of();

  @Option(names = "--class", description = "FAST, DECENTRALIZED or ARCHIVE (default: FAST).")
  private StorageClass storageClass = StorageClass.FAST;

  @Option(names = "--egress-gib", description = "GiB that may be read (default: ${DEFAULT-VALUE}).")
  private long egressGib = 8;

  @Option(
      names = "--budget",
      paramLabel = "DOLLARS",
      description = "The most that may be locked (default: ${DEFAULT-VALUE}).")
  private BigDecimal budget = BigDecimal.valueOf(100);

  @Option(
      names = "--quote",
      paramLabel = "HASH",
      description =
          "Open this quote of ./flashback quote; volume, duration and the rest are in it already.")
  private @Nullable String quoteHash;

  @Option(
      names = "--coin-price",
      paramLabel = "DOLLARS",
      description =
          "What one coin of the chain is worth, to show what gas costs beside what is locked.")
  private @Nullable BigDecimal coinPrice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var named = named();
    var wishes = wishes();
    var plan = options.plan();
    try (var chain = NetworkChain.connect(plan);
        var market = new MarketClient(plan.url(Member.PLATFORM))) {
      var contracts = chain.contracts();
      var consumer =
          new Consumer(contracts, market, DevelopmentWallet.CONSUMER.key(contracts.chain().id()));
      var quote = named.isPresent() ? consumer.frozen(named.get()) : consumer.ask(wishes);
      show(quote);
      showGas(quote, contracts);
      var sla = consumer.accept(quote);
      print(plan, contracts, consumer, quote, sla.slaId());
    }
    return 0;
  }

  /// The quote that was named; its terms are fixed already.
  private Optional<Bytes32> named() {
    var hash = quoteHash;
    if (hash == null) {
      return Optional.empty();
    }
    if (!hash.matches("0x[0-9a-fA-F]{64}")) {
      throw wrong(
          "--quote is '%s', but must be 0x and 64 hex digits, as ./flashback quote prints it."
              .formatted(hash));
    }
    for (var option : WISHES) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw wrong(
            option
                + " cannot be given with --quote, which fixes it: leave it away, or ask for another quote.");
      }
    }
    return Optional.of(Bytes32.fromHex(hash));
  }

  private void requireSome(String option, BigDecimal value) {
    if (value.signum() <= 0) {
      throw wrong(
          "%s is %s, but must be more than nothing.".formatted(option, value.toPlainString()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Consumer.Wishes wishes() {
    requireSome("--gib", BigDecimal.valueOf(gib));
    requireSome("--hours", hours);
    requireSome("--budget", budget);
    if (egressGib < 0) {
      throw wrong(
          "--egress-gib is %d, but nobody reads less than nothing: give 0 or more."
              .formatted(egressGib));
    }
    var parts = redundancy.split("/", -1);
    try {
      return new Consumer.Wishes(
          Math.multiplyExact(gib, GIB),
          hours.multiply(BigDecimal.valueOf(3600)).longValueExact(),
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          regions,
          storageClass,
          Math.multiplyExact(egressGib, GIB),
          budget.movePointRight(6).toBigIntegerExact());
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--redundancy is '%s', but must be K/N such as 2/3.".formatted(redundancy),
          e);
    } catch (ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "A number is too large or too fine: hours in whole seconds, dollars in millionths.",
          e);
    }
  }

  private void show(QuotedTerms quote) {
    var out = spec.commandLine().getOut();
    out.println("quote      " + quote.quoteHash());
    out.println("locks      " + dollars(quote.total()) + " (unused money comes back)");
    quote
        .legs()
        .forEach(
            leg ->
                out.printf(
                    "leg        provider %d, %s: deposit %s, its collateral %s%n",
                    leg.providerId(),
                    leg.region(),
                    dollars(leg.deposit()),
                    BondOptions.collateral(dollars(leg.collateral()), leg.collateral())));
  }

  /// What the agreement must be worth on its chain, before anything is signed.
  private void showGas(QuotedTerms quote, Contracts contracts) {
    var out = spec.commandLine().getOut();
    var cost = GasCost.of(quote.legs().size());
    long seconds = quote.sla().endsAt() - quote.createdAt();
    long epochs = Math.ceilDiv(seconds, contracts.orchestrator().schedule().epochSeconds());
    var price = contracts.chain().head().baseFeePerGas();
    out.printf(
        "gas        opening %,d, first revisions %,d, each of %d epochs %,d, end %,d: %s coins at %s gwei%n",
        cost.opening(),
        cost.starting(),
        epochs,
        cost.epoch(),
        cost.ending(),
        decimals(price.times(cost.whole(epochs)).amount(), 18),
        decimals(price.amount(), 9));
    if (coinPrice == null) {
      return;
    }
    var units = coinPrice.movePointRight(quote.decimals());
    var smallest = cost.smallest(epochs, price, units);
    out.printf(
        "           %s of %s locked%s%n",
        dollars(cost.worth(epochs, price, units)),
        dollars(quote.total()),
        smallest.compareTo(quote.total()) > 0
            ? ": small for this chain, where gas is less than a twentieth from %s on"
                .formatted(dollars(smallest))
            : "");
  }

  private static String decimals(BigInteger amount, int places) {
    return new BigDecimal(amount, places).stripTrailingZeros().toPlainString();
  }

  private void print(
      NetworkPlan plan, Contracts contracts, Consumer consumer, QuotedTerms quote, Bytes32 slaId)
      throws IOException {
    var out = spec.commandLine().getOut();
    var gateway = DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address();
    long now = contracts.chain().head().timestamp().getEpochSecond();
    long grant = consumer.grant(gateway, slaId, now, quote.egressEscrow());
    var keys = Consumer.keyPair(plan, contracts.chain().id(), grant);
    awaitActive(contracts, slaId);
    out.println("SLA        " + slaId);
    out.println("grant      " + grant);
    out.println();
    out.println("export AWS_ACCESS_KEY_ID=" + keys.accessKeyId());
    out.println("export AWS_SECRET_ACCESS_KEY=" + keys.secret());
    out.println("export AWS_DEFAULT_REGION=us-east-1");
    out.println("aws --endpoint-url " + plan.url(Member.GATEWAY) + " s3 mb s3://my-bucket");
  }

  /// Until the gateway and the nodes have signed the first revision.
  private static void awaitActive(Contracts contracts, Bytes32 slaId) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline
        && contracts.lens().sla(slaId).agreements().stream()
            .anyMatch(agreement -> agreement.startEpoch() == 0)) {
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
  }

  static String dollars(BigInteger units) {
    return new BigDecimal(units, 6).toPlainString() + " tUSD";
  }
}
