package network.flashback.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Certificates;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier certificate ID`: suspends, resumes or revokes a certificate.
@Command(
    name = "certificate",
    description =
        "Suspend, resume or revoke a certificate that this wallet issued; the reason is published.",
    mixinStandardHelpOptions = true)
public final class CertifierCertificateCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "Number of the certificate.")
  private long id;

  @ArgGroup(multiplicity = "1")
  private Change change = new Change();

  /// What is done to it.
  static final class Change {
    @Option(names = "--suspend", description = "For now.")
    private boolean suspend;

    @Option(names = "--resume", description = "After a suspension of this wallet's.")
    @SuppressWarnings("unused") // One of the three is given: where it is no other, it is this.
    private boolean resume;

    @Option(names = "--revoke", description = "For ever.")
    private boolean revoke;

    Call of(Certificates certificates, long id, Bytes32 reason) {
      if (revoke) {
        return certificates.revoke(id, reason);
      }
      return suspend ? certificates.suspend(id, reason) : certificates.resume(id, reason);
    }
  }

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "What is wrong and what to do; its hash stands on the chain for ever.")
  private String reason = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var contracts = opened.chain().contracts();
      var certificates = contracts.certificates();
      options.wallet().sender(contracts).send(change.of(certificates, id, Keccak256.hash(reason)));
      spec.commandLine()
          .getOut()
          .printf(
              "certificate %d is %s%n",
              id, OffersCommand.words(certificates.certificate(id).state().name()));
      EvidencePost.send(opened.client(), reason);
      return 0;
    }
  }
}
