package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.evm.seal.SealingKey;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.certification.SealingKeyRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier key FILE`: the key that applicants seal documents for.
@Command(
    name = "key",
    description = {
      "Make the key that applicants seal documents for, and publish it under the wallet's signature.",
      "Where FILE exists already, its key is published. Whoever has FILE can read the documents;"
          + " without it nobody can."
    },
    mixinStandardHelpOptions = true)
public final class CertifierKeyCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "FILE", description = "Where the private half lies; mode 0600.")
  private Path file = Path.of("sealing.key");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var key = key();
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
              "%s takes applications for %s; documents are sealed for %s, whose private half is in %s%n",
              entry.wallet(), String.join(", ", entry.scopes()), entry.sealingKey(), file);
      return 0;
    }
  }

  private SealingKey key() throws IOException {
    if (Files.exists(file)) {
      return SealingKey.read(file);
    }
    var made = SealingKey.generate(new SecureRandom());
    made.write(file);
    return made;
  }
}
