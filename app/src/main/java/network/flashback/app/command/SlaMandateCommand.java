package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.SignedMandate;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback sla mandate FILE`: what a consumer signs once, so that an agreement may go on.
@Command(
    name = "mandate",
    description = {
      "Allow an agreement to be extended: up to when, how dear, for how much. The consumer gets FILE, signed, and hands it to the provider, whose node renews under it by itself (node.mandates).",
      "Another payer than the consumer (--payer) runs the same with that FILE and signs too. --revoke takes back all that this wallet signed for the agreement."
    },
    mixinStandardHelpOptions = true)
public final class SlaMandateCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "FILE", description = "What the sides hand to each other.")
  private Path file = Path.of("mandate.json");

  @Option(
      names = "--agreement",
      paramLabel = "ID",
      description = "Which may go on; begins a new FILE.")
  private String agreement = "";

  @Option(
      names = "--until",
      paramLabel = "EPOCH",
      description = "The first epoch that is not paid any more, whatever is renewed.")
  private long until;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = "Most that all renewals take together, in whole tokens: 12.5.")
  private BigDecimal budget = BigDecimal.ZERO;

  @Option(
      names = "--per-day",
      paramLabel = "AMOUNT",
      description = "Most that a day pays, in whole tokens (default: what it pays now).")
  private BigDecimal perDay = BigDecimal.ONE.negate();

  @Option(
      names = "--step",
      paramLabel = "EPOCHS",
      description = "Most epochs that one renewal adds (default: 30).")
  private long step = 30;

  @Option(
      names = "--window",
      paramLabel = "EPOCHS",
      description = "How long before its end it may be renewed (default: 7; at most 90).")
  private long window = 7;

  @Option(
      names = "--collateral",
      paramLabel = "AMOUNT",
      description = "Least collateral that must be left, in whole tokens (default: 0).")
  private BigDecimal collateral = BigDecimal.ZERO;

  @Option(
      names = "--payer",
      paramLabel = "ADDRESS",
      description = "Who pays (default: the consumer).")
  private String payer = "";

  @Option(
      names = "--approve",
      description = "If this wallet pays: let the contract take the budget from it.")
  private boolean approve;

  @Option(names = "--revoke", description = "Take back what this wallet signed for --agreement.")
  private boolean revoke;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      return revoke ? takeBack(chain.contracts()) : give(chain.contracts());
    }
  }

  private int takeBack(Contracts contracts) throws IOException {
    if (agreement.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing says which mandates. Name the agreement with --agreement.");
    }
    var id = AgreementId.parse(agreement);
    options.sender(contracts).send(contracts.orchestrator().revokeMandates(id));
    say(
        "all that %s signed about renewals of agreement %s is void"
            .formatted(options.wallet().address(), id));
    return 0;
  }

  private int give(Contracts contracts) throws IOException {
    var known =
        Files.exists(file) ? SignedMandate.read(file) : SignedMandate.unsigned(drafted(contracts));
    var mandate = known.mandate();
    var view = contracts.orchestrator().agreement(mandate.agreementId());
    var token = tokenOf(contracts, view);
    var signed = sign(contracts, view, known);
    if (approve) {
      if (!options.wallet().address().equals(mandate.payer())) {
        throw new IllegalArgumentException(
            "The wallet of --key does not pay: %s does. Leave out --approve, or name that wallet."
                .formatted(mandate.payer()));
      }
      var orchestrator = contracts.orchestrator().address();
      options.sender(contracts).send(token.approve(orchestrator, mandate.budget()));
    }
    signed.write(file);
    say(words(mandate, token) + ", signed in " + file);
    boolean others = !mandate.payer().equals(view.consumer());
    if (signed.consumer().isEmpty() || (others && signed.payer().isEmpty())) {
      say("the other side runs the same command with that file, to sign it too");
    }
    return 0;
  }

  private RenewalMandate drafted(Contracts contracts) {
    if (agreement.isEmpty() || until <= 0 || budget.signum() <= 0) {
      throw new IllegalArgumentException(
          "There is no %s. Name the agreement, up to when it may go on and for how much, with --agreement, --until and --budget, to begin it."
              .formatted(file));
    }
    var orchestrator = contracts.orchestrator();
    var view = KnownAgreement.of(contracts, AgreementId.parse(agreement));
    if (until <= view.endEpoch()) {
      throw new IllegalArgumentException(
          "Agreement %s runs to epoch %d already. Name a later one with --until."
              .formatted(view.id(), view.endEpoch()));
    }
    int decimals = tokenOf(contracts, view).decimals();
    var pays = payer.isEmpty() ? view.consumer() : Address.parse(payer);
    return new RenewalMandate(
        view.id(),
        pays,
        perDay.signum() < 0
            ? orchestrator.rateChange(view.id()).rate()
            : PerDay.rate(perDay, decimals),
        step,
        window,
        until,
        units(budget, decimals),
        units(collateral, decimals),
        orchestrator.mandateNonceOf(view.id(), view.consumer()),
        orchestrator.mandateNonceOf(view.id(), pays));
  }

  private static BigInteger units(BigDecimal amount, int decimals) {
    return amount.movePointRight(decimals).toBigInteger();
  }

  private SignedMandate sign(Contracts contracts, AgreementView view, SignedMandate known)
      throws IOException {
    var wallet = options.wallet();
    var mandate = known.mandate();
    var signature = wallet.sign(mandate.typedData(contracts.orchestrator().domain())).toBytes();
    if (wallet.address().equals(view.consumer())) {
      return known.byConsumer(signature);
    }
    if (wallet.address().equals(mandate.payer())) {
      return known.byPayer(signature);
    }
    throw new IllegalArgumentException(
        "The wallet of --key is %s. A mandate for agreement %s is signed by its consumer, %s, and by who pays, %s."
            .formatted(wallet.address(), view.id(), view.consumer(), mandate.payer()));
  }

  private static Token tokenOf(Contracts contracts, AgreementView view) {
    return contracts.token(contracts.orchestrator().market(view.market()).token());
  }

  private static String words(RenewalMandate mandate, Token token) {
    return "agreement %s may go on to epoch %d at up to %s %s a day, for up to %s in all"
        .formatted(
            mandate.agreementId(),
            mandate.latestEnd(),
            PerDay.text(mandate.maximumRate(), token.decimals()),
            token.symbol(),
            new BigDecimal(mandate.budget(), token.decimals()).toPlainString());
  }

  private void say(String words) {
    spec.commandLine().getOut().println(words);
  }
}
