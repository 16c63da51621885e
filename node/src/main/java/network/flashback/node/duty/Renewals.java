package network.flashback.node.duty;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SignedMandate;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.node.NodeConfig;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.StandingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Extends agreements whose consumers gave a mandate, at the price of the node's own offer and for
/// as long as mandate and budget allow.
///
/// A mandate is a file in a folder that the operator names: what the consumer handed over. The
/// contract judges its signatures; this only chooses what to try.
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
  private static final int FILES_MOST = 10_000;
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(32);

  private final NodeConfig config;
  private final ProviderOnChain chain;
  private final Wallet nodeKey;
  private final Domain orchestrator;
  private final StandingFile standing;
  private final Schedule schedule;
  private final Attempts attempts;
  private final Map<String, String> said = new HashMap<>();

  Renewals(
      NodeConfig config,
      ProviderOnChain chain,
      Wallet nodeKey,
      Domain orchestrator,
      StandingFile standing) {
    this.config = config;
    this.chain = chain;
    this.nodeKey = nodeKey;
    this.orchestrator = orchestrator;
    this.standing = standing;
    this.schedule = chain.schedule();
    this.attempts = new Attempts(Math.max(2, schedule.epochSeconds() / 6));
  }

  void run(long head) throws IOException {
    if (config.mandates().isEmpty() || head < schedule.genesis() || !standing.now().renews()) {
      return;
    }
    for (var file : files(config.mandates().get())) {
      try {
        renewIfDue(SignedMandate.read(file), head);
        said.remove(file.toString());
      } catch (IllegalArgumentException unfit) {
        sayOnce(file.toString(), String.valueOf(unfit.getMessage()));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "The folder of mandates %s is not there: create it, or correct 'node.mandates'."
              .formatted(folder));
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .limit(FILES_MOST)
          .toList();
    }
  }

  // What is wrong with a file stays so: once is enough.
  private void sayOnce(String file, String what) {
    if (!what.equals(said.put(file, what))) {
      LOG.warn("{}", what);
    }
  }

  private void renewIfDue(SignedMandate signed, long head) {
    var mandate = signed.mandate();
    var id = mandate.agreementId();
    if (id.providerId() != config.providerId() || id.market() != config.market()) {
      throw new IllegalArgumentException(
          "The mandate for agreement %s is not for provider %d in market %d: take it out of the folder of mandates."
              .formatted(id, config.providerId(), config.market()));
    }
    var view = chain.agreement(id);
    long left = view.endEpoch() - schedule.epochAt(head);
    long window = Math.min(mandate.windowEpochs(), RenewalMandate.WINDOW_EPOCHS_MAX);
    if (view.state() != AgreementState.ACTIVE || left <= 0 || left > window) {
      return;
    }
    var rate = offeredRate(view);
    if (rate.compareTo(mandate.maximumRate()) > 0) {
      throw new IllegalArgumentException(
          "Agreement %s is not renewed: its mandate allows a rate of %s, and this node's offer asks for %s. Lower 'node.price.gib.month', or ask the consumer for another mandate."
              .formatted(id, mandate.maximumRate(), rate));
    }
    long epochs = epochs(mandate, view, rate);
    if (epochs < 1) {
      return;
    }
    var renewal =
        new Renewal(
            view.endEpoch(),
            view.endEpoch() + epochs,
            rate,
            head + chain.offerLifeSeconds(),
            chain.offerNonce());
    var data = renewal.typedData(orchestrator, mandate.digest(orchestrator));
    var signatures = signed.with(nodeKey.sign(data).toBytes());
    attempts.make(
        "Renewal of agreement %s to epoch %d".formatted(id, renewal.endEpoch()),
        head,
        () -> chain.renew(mandate, renewal, signatures));
  }

  /// As the node's offer has it for the agreement's capacity, rounded up; 64.32.
  private BigInteger offeredRate(AgreementView view) {
    var token = new Token("UNIT", 0);
    var perGib = Rate.perGibMonth(new TokenAmount(token, config.priceGibMonth())).fixed();
    return up(perGib.multiply(BigInteger.valueOf(view.capacityBytes())), GIB);
  }

  /// As many as the mandate allows, and its budget pays for.
  private long epochs(RenewalMandate mandate, AgreementView view, BigInteger rate) {
    long most = Math.min(mandate.stepEpochs(), mandate.latestEnd() - view.endEpoch());
    most = Math.min(most, OfferDesk.AGREEMENT_SECONDS_MAX / schedule.epochSeconds());
    var price = up(rate.multiply(BigInteger.valueOf(schedule.epochSeconds())), UNIT);
    if (most < 1 || price.signum() == 0) {
      return most;
    }
    var budget = mandate.budget().subtract(chain.mandateSpent(mandate.digest(orchestrator)));
    return budget.divide(price).min(BigInteger.valueOf(most)).longValueExact();
  }

  private static BigInteger up(BigInteger amount, BigInteger divisor) {
    return amount.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }
}
