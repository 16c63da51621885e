package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.evm.seal.SealingKey;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.certification.SealingKeyRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier key FILE`: the key that applicants seal documents for.
@Command(
    name = "key",
    description = {
      "Publish the key that applicants seal documents for, under the wallet's signature.",
      "It follows from the keystore FILE, which need not be the wallet's. Whoever has FILE and its"
          + " passphrase can read the documents; without them nobody can."
    },
    mixinStandardHelpOptions = true)
public final class CertifierKeyCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "FILE", description = "Keystore (version 3) of the sealing key.")
  private Path file = Path.of("sealing.json");

  @Option(
      names = "--sealing-password-file",
      paramLabel = "FILE",
      description = "File with its passphrase (default: key.pass beside it, else it is asked for).")
  private @Nullable Path sealingPassword;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var key = SealingKey.from(WalletOptions.read(file, sealingPassword));
      long chain = opened.chain().contracts().chain().id();
      var message = SealingKeyRequest.message(chain, opened.key().address(), key.publicKey());
      var signature = opened.key().sign(message.digest()).toBytes();
      var entry =
          opened
              .client()
              .does(
                  "setSealingKey",
                  Map.of(),
                  new SealingKeyRequest(key.publicKey(), signature),
                  CertifierEntry.class);
      spec.commandLine()
          .getOut()
          .printf(
              "%s takes applications for %s; documents are sealed for %s, whose private half follows from %s%n",
              entry.wallet(), String.join(", ", entry.scopes()), entry.sealingKey(), file);
      return 0;
    }
  }
}
