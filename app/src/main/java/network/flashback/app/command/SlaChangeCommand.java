package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.SignedRateChange;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.evm.PrivateKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback sla change FILE`: another rate for a running agreement, signed by one side after the
/// other.
@Command(
    name = "change",
    description = {
      "Agree on another rate for a running agreement. The first side names it and gets FILE, signed; the other side runs the same with that FILE and --yes, which signs and sends it.",
      "The consumer signs with its own wallet, the provider with its node key. Once it is sent nobody can take it back. Whoever settles tells the audits in time; running it again in the epoch before the change does the same."
    },
    mixinStandardHelpOptions = true)
public final class SlaChangeCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "FILE", description = "What the sides hand to each other.")
  private Path file = Path.of("change.json");

  @Option(
      names = "--agreement",
      paramLabel = "ID",
      description = "Whose rate changes; begins a new FILE.")
  private String agreement = "";

  @Option(
      names = "--per-day",
      paramLabel = "AMOUNT",
      description = "What a day of the whole agreement pays from then on, in whole tokens: 12.5.")
  private BigDecimal perDay = BigDecimal.ONE.negate();

  @Option(
      names = "--from",
      paramLabel = "EPOCH",
      description = "The first epoch at this rate (default: the next).")
  private long from = -1;

  @Option(names = "--yes", description = "Sign and send what the other side signed.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      return agree(chain.contracts());
    }
  }

  private int agree(Contracts contracts) throws IOException {
    boolean begins = !Files.exists(file);
    var known =
        begins ? SignedRateChange.unsigned(drafted(contracts)) : SignedRateChange.read(file);
    var view = KnownAgreement.of(contracts, known.change().agreementId());
    var newest = contracts.orchestrator().rateChange(view.id());
    if (newest.number() >= known.change().number()) {
      return follow(contracts, known.change(), newest);
    }
    if (!begins && !yes) {
      throw new IllegalArgumentException(
          "%s. Repeat the command with --yes to sign and send it."
              .formatted(words(contracts, view, known.change())));
    }
    var signed = sign(contracts, view, known, options.wallet());
    if (signed.consumer().isEmpty() || signed.provider().isEmpty()) {
      signed.write(file);
      say(
          "%s, signed in %s. The other side runs the same command with that file and --yes."
              .formatted(words(contracts, view, signed.change()), file));
      return 0;
    }
    var terms = SlaOpening.read(contracts, view.slaId()).terms();
    options
        .sender(contracts)
        .send(
            contracts
                .orchestrator()
                .changeRate(
                    terms,
                    signed.change(),
                    signed.consumer().orElseThrow(),
                    signed.provider().orElseThrow()));
    signed.write(file);
    say("%s: it is noted".formatted(words(contracts, view, signed.change())));
    return 0;
  }

  private RateChange drafted(Contracts contracts) {
    if (agreement.isEmpty() || perDay.signum() < 0) {
      throw new IllegalArgumentException(
          "There is no %s. Name the agreement and what it pays a day, with --agreement and --per-day, to begin it."
              .formatted(file));
    }
    var orchestrator = contracts.orchestrator();
    var id = AgreementId.parse(agreement);
    var token = contracts.token(orchestrator.market(id.market()).token());
    var rate = PerDay.rate(perDay, token.decimals());
    long first = from < 0 ? currentEpoch(contracts) + 1 : from;
    return new RateChange(id, rate, first, orchestrator.rateChange(id).number() + 1);
  }

  private SignedRateChange sign(
      Contracts contracts, AgreementView view, SignedRateChange known, PrivateKey wallet) {
    var data = known.change().typedData(contracts.orchestrator().domain());
    var signature = wallet.sign(data).toBytes();
    if (wallet.address().equals(view.consumer())) {
      return known.byConsumer(signature);
    }
    var nodeKey = contracts.registry().nodeKeyOf(view.providerId());
    if (wallet.address().equals(nodeKey)) {
      return known.byProvider(signature);
    }
    throw new IllegalArgumentException(
        "The wallet of --key is %s. A change of agreement %s is signed by its consumer, %s, and by the node key of provider %d, %s."
            .formatted(wallet.address(), view.id(), view.consumer(), view.providerId(), nodeKey));
  }

  /// The change is on chain: the audits draw by the new rate from its first epoch on, if somebody
  /// says so in time.
  private int follow(Contracts contracts, RateChange change, RateChange.Newest newest)
      throws IOException {
    if (newest.number() > change.number() || !newest.rate().equals(change.rate())) {
      throw new IllegalArgumentException(
          "Agreement %s has had another change since: number %d, and that of %s is %d. Begin a new file."
              .formatted(change.agreementId(), newest.number(), file, change.number()));
    }
    if (currentEpoch(contracts) + 1 < change.fromEpoch()) {
      say("it is noted; run this again in epoch %d".formatted(change.fromEpoch() - 1));
      return 0;
    }
    options.sender(contracts).send(contracts.possession().follow(change.agreementId()));
    say("it is noted, and the audits draw by the new rate");
    return 0;
  }

  private static long currentEpoch(Contracts contracts) {
    var schedule = contracts.orchestrator().schedule();
    return schedule.epochAt(contracts.chain().head().timestamp().getEpochSecond());
  }

  private static String words(Contracts contracts, AgreementView view, RateChange change) {
    var token = contracts.token(contracts.orchestrator().market(view.market()).token());
    return "agreement %s pays %s %s a day instead of %s, from epoch %d on"
        .formatted(
            view.id(),
            PerDay.text(change.rate(), token.decimals()),
            token.symbol(),
            PerDay.text(view.rate(), token.decimals()),
            change.fromEpoch());
  }

  private void say(String words) {
    spec.commandLine().getOut().println(words);
  }
}
