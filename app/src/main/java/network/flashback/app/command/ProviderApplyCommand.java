package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.app.certification.ApplicationFolder;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Address;
import network.flashback.evm.Signature;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.market.certification.DocumentContent;
import network.flashback.market.certification.SealingKeyRequest;
import network.flashback.market.json.JsonReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider apply ID`: hands in documents for certificates.
@Command(
    name = "apply",
    description = {
      "Apply for certificates with documents. Each is sealed for the certifier on this machine"
          + " (HPKE, X25519 and AES-256-GCM): the platform keeps what it cannot read.",
      "`flashback api criteria` tells which documents which certificate needs."
    },
    mixinStandardHelpOptions = true)
public final class ProviderApplyCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(
      names = "--scope",
      required = true,
      split = ",",
      description = "What to be certified: ${COMPLETION-CANDIDATES}; several separated by commas.")
  private List<CertificateScope> scopes = new ArrayList<>();

  @Option(
      names = "--document",
      paramLabel = "KIND=FILE",
      description =
          "A document: identity, registration, authority, location, insurance or qualification.")
  private List<String> documents = new ArrayList<>();

  @Option(
      names = "--valid-until",
      paramLabel = "KIND=DATE",
      description = "Last day of a document, such as identity=2030-12-31.")
  private Map<String, String> validUntil = Map.of();

  @Option(
      names = "--certifier",
      paramLabel = "ADDRESS",
      description = "Who shall certify; needed where several do.")
  private String certifier = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var handed = handed();
    try (var opened = options.open()) {
      var contracts = opened.chain().contracts();
      var criteria = opened.client().does("criteria", Map.of(), null, CriteriaBook.class).current();
      var folder =
          ApplicationFolder.of(
              id,
              chosen(opened, contracts),
              criteria,
              scopes,
              handed,
              ends(),
              opened.key(),
              contracts.chain().id(),
              Instant.now().getEpochSecond(),
              new SecureRandom());
      var application =
          opened.client().does("apply", Map.of(), folder.request(), ApplicationEntry.class);
      for (var sealed : folder.sealed()) {
        application =
            opened
                .client()
                .does(
                    "sendDocument",
                    Map.of("id", application.id().toString()),
                    new DocumentContent(sealed),
                    ApplicationEntry.class);
      }
      var out = spec.commandLine().getOut();
      ApplicationReport.print(application, out);
      out.println(
          "'flashback provider application show %s' tells what becomes of it."
              .formatted(application.id()));
      return 0;
    }
  }

  /// The certifier, believed for its wallet's signature and the register alone.
  private CertifierEntry chosen(SignedInOptions.Opened opened, Contracts contracts)
      throws IOException, InterruptedException {
    var all = new ArrayList<CertifierEntry>();
    for (var one : opened.client().read("listCertifiers", Map.of()).path("certifiers")) {
      all.add(JsonReader.read(CertifierEntry.class, one));
    }
    if (!certifier.isEmpty()) {
      var wanted = Address.parse(certifier);
      all.removeIf(one -> !one.wallet().equals(wanted));
    }
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          all.isEmpty()
              ? "No such certifier takes applications at this platform. `flashback api listCertifiers` lists them."
              : "%d certifiers take applications here. Choose one with --certifier: `flashback api listCertifiers` lists them."
                  .formatted(all.size()));
    }
    var found = all.getFirst();
    var message =
        SealingKeyRequest.message(contracts.chain().id(), found.wallet(), found.sealingKey());
    int mask = scopes.stream().mapToInt(CertificateScope::bit).reduce(0, (a, b) -> a | b);
    int may = contracts.certificates().certifierScopesOf(found.wallet());
    if (!Signature.parse(found.signature()).isBy(found.wallet(), message.digest())
        || (mask & ~may) != 0) {
      throw new IllegalArgumentException(
          "The platform shows a key that %s did not sign, or the register does not let it certify all of %s. Nothing was sent."
              .formatted(found.wallet(), scopes));
    }
    return found;
  }

  private List<ApplicationFolder.Handed> handed() {
    return documents.stream()
        .map(
            text -> {
              int equals = text.indexOf('=');
              if (equals < 1 || equals == text.length() - 1) {
                throw wrong("--document is '%s'; write KIND=FILE.".formatted(text));
              }
              return new ApplicationFolder.Handed(
                  kind(text.substring(0, equals)), Path.of(text.substring(equals + 1)));
            })
        .toList();
  }

  private Map<DocumentKind, Long> ends() {
    var ends = new EnumMap<DocumentKind, Long>(DocumentKind.class);
    validUntil.forEach(
        (kind, day) -> {
          try {
            var end = LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC);
            ends.put(kind(kind), end.toEpochSecond());
          } catch (DateTimeParseException malformed) {
            throw wrong("--valid-until is '%s'; write a day such as 2030-12-31.".formatted(day));
          }
        });
    return ends;
  }

  private DocumentKind kind(String word) {
    try {
      return DocumentKind.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw wrong(
          "'%s' is no kind of document; choose one of %s."
              .formatted(word, List.of(DocumentKind.values())));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
