package network.flashback.app.command;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementState;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback sla end ID`: notice for what runs, and the refund of what has ended.
@Command(
    name = "end",
    description = {
      "Give notice for every running agreement of the SLA; end those whose time has come; fetch the refund.",
      "Needs the chain only, no platform."
    },
    mixinStandardHelpOptions = true)
public final class SlaEndCommand implements Callable<Integer> {
  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Parameters(paramLabel = "ID", description = "0x and 64 hexadecimal digits.")
  private String id = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    if (!id.matches("0x[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no id of an SLA: 0x and 64 hexadecimal digits; 'flashback sla show' lists them."
              .formatted(id));
    }
    try (var chain = NetworkChain.connect(options.plan())) {
      var contracts = chain.contracts();
      var orchestrator = contracts.orchestrator();
      var wallet = DevelopmentWallet.CONSUMER.key(contracts.chain().id());
      var sender =
          new TransactionSender(
              contracts.chain(), wallet, SendingPolicy.DEVELOPMENT, InstantSource.system());
      var sla = contracts.lens().sla(Bytes32.fromHex(id));
      if (sla.agreements().isEmpty()) {
        throw new IllegalArgumentException(
            "There is no SLA %s on this chain. 'flashback sla show' lists those there are."
                .formatted(id));
      }
      var newest = orchestrator.finalEpoch(sla.market());
      for (var agreement : sla.live()) {
        if (newest.isPresent() && newest.getAsLong() >= agreement.endEpoch() - 1) {
          sender.send(orchestrator.end(agreement.id()));
          out.println("agreement " + agreement.id() + " is ended");
        } else if (agreement.state() == AgreementState.ACTIVE) {
          sender.send(orchestrator.giveNotice(agreement.id()));
          var noticed = orchestrator.agreement(agreement.id());
          out.println(
              "agreement %s ends with epoch %d; run this again after it"
                  .formatted(agreement.id(), noticed.endEpoch() - 1));
        } else {
          out.println(
              "agreement %s is %s until epoch %d"
                  .formatted(agreement.id(), agreement.state(), agreement.endEpoch()));
        }
      }
      var token = orchestrator.market(sla.market()).token();
      var refund = orchestrator.refundOf(wallet.address(), token);
      if (refund.signum() > 0) {
        sender.send(orchestrator.withdrawRefund(wallet.address(), token));
        out.println("refunded " + SlaOpenCommand.dollars(refund));
      }
    }
    return 0;
  }
}
