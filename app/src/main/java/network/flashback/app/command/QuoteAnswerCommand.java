package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.Region;
import network.flashback.evm.PrivateKey;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.RegionWord;
import network.flashback.market.request.AnswerReceipt;
import network.flashback.market.request.WantedQuotesEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback quote answer ID`: a provider's own price for one request.
@Command(
    name = "answer",
    description = {
      "Answer a request for quotes with an offer that the node's key signs; it promises the bytes of one leg.",
      "A node answers by itself within node.answers.bytes.max and node.answers.price.gib.month."
    },
    mixinStandardHelpOptions = true)
public final class QuoteAnswerCommand implements Callable<Integer> {
  private static final long SKEW_SECONDS = 10;
  private static final long SECONDS_MAX = 366L * 86_400;
  private static final long BYTES_MIN = 1 << 20;

  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final PlatformOption platform = new PlatformOption();

  @Parameters(paramLabel = "ID", description = "As `flashback quote list` prints it.")
  private String id = "";

  @Option(
      names = "--price",
      required = true,
      paramLabel = "AMOUNT",
      description = "Price of one GiB for 730 hours, in the market's token, such as 0.004.")
  private BigDecimal price = BigDecimal.ZERO;

  @Option(
      names = "--egress-price",
      paramLabel = "AMOUNT",
      description = "Price of one GiB served (default: ${DEFAULT-VALUE}).")
  private BigDecimal egressPrice = BigDecimal.ZERO;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "Where the bytes will lie, such as eu-de.")
  private String region = "";

  @Option(
      names = "--collateral-seconds",
      description =
          "Seconds of the agreement's pay that are collateral (default: ${DEFAULT-VALUE}).")
  private long collateralSeconds = 2_592_000;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var nodeKey = options.wallet();
    try (var chain = options.open();
        var client = platform.open(options.network())) {
      var one = Map.of("id", id);
      var request = client.does("quoteRequest", one, null, WantedQuotesEntry.class);
      var contracts = chain.contracts();
      var terms = terms(contracts, nodeKey, request);
      var digest = terms.typedData(contracts.orchestrator().domain());
      var submission =
          new OfferSubmission(terms, nodeKey.sign(digest).toBytes(), QualityPromise.USUAL.target());
      var receipt = client.does("answerQuoteRequest", one, submission, AnswerReceipt.class);
      var out = spec.commandLine().getOut();
      out.printf("request %s is answered by offer %s%n", receipt.request(), receipt.hash());
      out.flush();
      return 0;
    }
  }

  private OfferTerms terms(Contracts contracts, PrivateKey nodeKey, WantedQuotesEntry request) {
    long provider = contracts.registry().idOfNodeKey(nodeKey.address());
    if (provider == 0) {
      throw new IllegalArgumentException(
          "The register knows no provider with the node key %s. Name the node's keystore with --key."
              .formatted(nodeKey.address()));
    }
    var wishes = request.request().wishes();
    var orchestrator = contracts.orchestrator();
    var decimals = contracts.token(orchestrator.market(wishes.marketId()).token()).decimals();
    var rate =
        Rate.perGibMonth(new TokenAmount(new Token("UNIT", 0), units("--price", price, decimals)));
    long head = contracts.chain().head().timestamp().getEpochSecond();
    return new OfferTerms(
        provider,
        wishes.marketId(),
        rate.fixed(),
        units("--egress-price", egressPrice, decimals),
        orchestrator.reservedOf(provider) + request.legBytes().longValueExact(),
        BYTES_MIN,
        orchestrator.schedule().epochSeconds(),
        SECONDS_MAX,
        collateralSeconds,
        wishes.storageClass().code(),
        RegionWord.of(new Region(region)),
        QualityPromise.USUAL.hash(),
        head + orchestrator.offerLifeSeconds() - SKEW_SECONDS,
        orchestrator.offerNonceOf(provider),
        new BigInteger(256, new SecureRandom()));
  }

  private BigInteger units(String option, BigDecimal amount, int decimals) {
    try {
      var units = amount.movePointRight(decimals).toBigIntegerExact();
      if (units.signum() >= 0) {
        return units;
      }
    } catch (ArithmeticException tooFine) {
      // Said below, together with what is negative.
    }
    throw new ParameterException(
        spec.commandLine(),
        "%s is %s, but must be 0 or more, with at most %d digits after the point."
            .formatted(option, amount.toPlainString(), decimals));
  }
}
