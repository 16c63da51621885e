package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.SignedMandate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback sla renew FILE`: the provider extends an agreement under its consumer's mandate.
@Command(
    name = "renew",
    description = {
      "Extend an agreement under the mandate in FILE, signed by the provider's node key.",
      "A node with a folder of mandates (node.mandates) does this by itself."
    },
    mixinStandardHelpOptions = true)
public final class SlaRenewCommand implements Callable<Integer> {
  /// As long as somebody may take to send what is signed here at once.
  private static final long LIFE_SECONDS = 3_600;

  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "FILE", description = "What the consumer signed.")
  private Path file = Path.of("mandate.json");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How many are added (default: as many as one step of the mandate).")
  private long epochs;

  @Option(
      names = "--per-day",
      paramLabel = "AMOUNT",
      description = "What a day of them pays, in whole tokens (default: as before).")
  private BigDecimal perDay = BigDecimal.ONE.negate();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      return renew(chain.contracts());
    }
  }

  private int renew(Contracts contracts) throws IOException {
    var signed = SignedMandate.read(file);
    var mandate = signed.mandate();
    var orchestrator = contracts.orchestrator();
    var view = orchestrator.agreement(mandate.agreementId());
    var token = contracts.token(orchestrator.market(view.market()).token());
    var wallet = options.wallet();
    var nodeKey = contracts.registry().nodeKeyOf(view.providerId());
    if (!wallet.address().equals(nodeKey)) {
      throw new IllegalArgumentException(
          "The wallet of --key is %s. A renewal of agreement %s is signed by the node key of provider %d, %s."
              .formatted(wallet.address(), view.id(), view.providerId(), nodeKey));
    }
    var rate =
        perDay.signum() < 0
            ? orchestrator.rateChange(view.id()).rate()
            : PerDay.rate(perDay, token.decimals());
    var renewal = drafted(contracts, mandate, view, rate);
    var digest = mandate.digest(orchestrator.domain());
    var data = renewal.typedData(orchestrator.domain(), digest);
    var before = orchestrator.mandateSpentOf(digest);
    options
        .sender(contracts)
        .send(orchestrator.renew(mandate, renewal, signed.with(wallet.sign(data).toBytes())));
    var taken = orchestrator.mandateSpentOf(digest).subtract(before);
    spec.commandLine()
        .getOut()
        .println(
            "agreement %s goes on to epoch %d at %s %s a day; %s paid %s for it"
                .formatted(
                    view.id(),
                    renewal.endEpoch(),
                    PerDay.text(rate, token.decimals()),
                    token.symbol(),
                    mandate.payer(),
                    new BigDecimal(taken, token.decimals()).toPlainString()));
    return 0;
  }

  private Renewal drafted(
      Contracts contracts, RenewalMandate mandate, AgreementView view, BigInteger rate) {
    long most = Math.min(mandate.stepEpochs(), mandate.latestEnd() - view.endEpoch());
    long added = epochs > 0 ? epochs : most;
    if (added > most || added < 1) {
      throw new IllegalArgumentException(
          "Agreement %s ends with epoch %d, and the mandate allows %d more. Name fewer with --epochs, or ask the consumer for another mandate."
              .formatted(view.id(), view.endEpoch() - 1, Math.max(0, most)));
    }
    long now = contracts.chain().head().timestamp().getEpochSecond();
    return new Renewal(
        view.endEpoch(),
        view.endEpoch() + added,
        rate,
        now + LIFE_SECONDS,
        contracts.orchestrator().offerNonceOf(view.providerId()));
  }
}
