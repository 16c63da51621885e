package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.app.certification.DocumentEnvelope;
import network.flashback.app.certification.MalformedDocumentException;
import network.flashback.evm.seal.SealingKey;
import network.flashback.evm.seal.UnsealingException;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.DocumentContent;
import network.flashback.market.certification.Manifest;
import network.flashback.market.certification.Sha256;
import network.flashback.market.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier show ID`: an application, with its documents in plain where the key is
/// here.
@Command(
    name = "show",
    description =
        "Show an application, checked against the owner's signature; with --documents, open its documents.",
    mixinStandardHelpOptions = true)
public final class CertifierShowCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "As `flashback certifier list` prints it.")
  private String id = "";

  @Option(
      names = "--documents",
      paramLabel = "DIR",
      description = "Folder for the documents in plain; it should be on an encrypted disk.")
  private @Nullable Path folder;

  @Option(
      names = "--sealing-key",
      paramLabel = "FILE",
      description = "Keystore (version 3) of the sealing key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--sealing-password-file",
      paramLabel = "FILE",
      description = "File with its passphrase (default: key.pass beside it, else it is asked for).")
  private @Nullable Path sealingPassword;

  @Option(
      names = "--json",
      description = "Print the API's answer; where documents went is said on standard error.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var application = ApplicationReport.read(opened.client(), id);
      ApplicationReport.requireSigned(application, opened.chain().contracts());
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(JsonWriter.text(application));
      } else {
        ApplicationReport.print(application, out);
      }
      out.flush();
      if (folder == null) {
        return 0;
      }
      if (keyFile == null) {
        throw new ParameterException(
            spec.commandLine(), "--documents needs --sealing-key: nobody else can open them.");
      }
      var key = SealingKey.from(WalletOptions.read(keyFile, sealingPassword));
      Files.createDirectories(folder);
      boolean all = true;
      for (var document : application.manifest().documents()) {
        all &= open(opened, application, document, key, folder);
      }
      return all ? 0 : 1;
    }
  }

  private boolean open(
      SignedInOptions.Opened opened,
      ApplicationEntry application,
      Manifest.HandedIn document,
      SealingKey key,
      Path into)
      throws IOException, InterruptedException {
    var out = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    if (!application.received().contains(document.sha256())) {
      out.printf("  %s is not here yet%n", document.kind());
      return false;
    }
    var sealed =
        opened
            .client()
            .does(
                "sealedDocument",
                Map.of("id", application.id().toString(), "hash", document.sha256().toString()),
                null,
                DocumentContent.class)
            .content();
    try {
      if (!Sha256.of(sealed).equals(document.sha256())) {
        throw new IOException(
            "The platform gave other bytes than %s. Tell its operator."
                .formatted(document.sha256()));
      }
      var plain =
          DocumentEnvelope.open(key, application.manifest().providerId(), document.kind(), sealed);
      var file =
          into.resolve(
              document.kind().name().toLowerCase(Locale.ROOT)
                  + "-"
                  + document.sha256().toString().substring(2, 10)
                  + "-"
                  + plain.safeName());
      Files.write(file, plain.content().toArray(), StandardOpenOption.CREATE_NEW);
      out.printf("  %s is in %s%n", document.kind(), file);
      return true;
    } catch (UnsealingException | MalformedDocumentException unfit) {
      out.printf("  %s cannot be opened: %s%n", document.kind(), unfit.getMessage());
      return false;
    }
  }
}
