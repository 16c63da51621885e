package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.app.certification.SamplesFile;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.domain.certification.Criteria;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.domain.certification.Examination;
import network.flashback.domain.certification.MemberSort;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.market.certification.Evidence;
import network.flashback.market.certification.Manifest;
import network.flashback.market.certification.Reason;
import network.flashback.market.json.CanonicalJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier decide ID`: certifies who meets every criterion, or refuses with a reason.
@Command(
    name = "decide",
    description = {
      "Hold an application against its criteria; with --yes, certify it on the chain where all are met.",
      "What is unknown never passes. --refuse refuses, with a reason that everybody can read."
    },
    mixinStandardHelpOptions = true)
public final class CertifierDecideCommand implements Callable<Integer> {
  private static final long DAY_SECONDS = 86_400;

  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "As `flashback certifier list` prints it.")
  private String id = "";

  @Option(
      names = "--right",
      split = ",",
      paramLabel = "KIND",
      description = "Documents that were read and show what they should.")
  private List<DocumentKind> right = List.of();

  @Option(
      names = "--wrong",
      paramLabel = "KIND=WHY",
      description = "A document that does not, and why; everybody can read it.")
  private Map<DocumentKind, String> wrong = Map.of();

  @Option(names = "--samples", paramLabel = "FILE", description = "Of `flashback certifier probe`.")
  private @Nullable Path samples;

  @Option(
      names = "--days",
      description =
          "Validity of the certificate; it ends with the first document that expires, and with what the criteria allow (default: ${DEFAULT-VALUE}).")
  private int days = 365;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "Where the evidence is written before the certificate is issued (default: evidence.json).")
  private Path evidenceFile = Path.of("evidence.json");

  @Option(names = "--refuse", paramLabel = "WHY", description = "Refuse, with this reason.")
  private String refuse = "";

  @Option(names = "--yes", description = "Issue the certificate.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var application = ApplicationReport.read(opened.client(), id);
      ApplicationReport.requireSigned(application, opened.chain().contracts());
      return refuse.isEmpty() ? examine(opened, application) : refuse(opened, application);
    }
  }

  private int refuse(SignedInOptions.Opened opened, ApplicationEntry application)
      throws IOException, InterruptedException {
    var refused =
        opened
            .client()
            .does(
                "refuseApplicant",
                Map.of("id", application.id().toString()),
                new Reason(refuse),
                ApplicationEntry.class);
    ApplicationReport.print(refused, spec.commandLine().getOut());
    return 0;
  }

  private int examine(SignedInOptions.Opened opened, ApplicationEntry application)
      throws IOException, InterruptedException {
    var contracts = opened.chain().contracts();
    var out = spec.commandLine().getOut();
    var manifest = application.manifest();
    var criteria =
        opened
            .client()
            .does("criteria", Map.of(), null, CriteriaBook.class)
            .named(manifest.criteria())
            .orElseThrow();
    long now = contracts.chain().head().timestamp().getEpochSecond();
    var evidence =
        Evidence.of(
            manifest,
            criteria,
            sort(contracts, manifest.providerId()),
            judged(manifest),
            measured(contracts, manifest),
            now);
    ApplicationReport.print(evidence.findings(), out);
    if (!application.state().isOpen() || !Examination.passes(evidence.findings())) {
      out.println(
          "No certificate: what is not met has to be met, and what is unknown to be known.");
      return 1;
    }
    long until = until(manifest, criteria, now);
    if (!yes) {
      out.printf("All criteria are met. Repeat the command with --yes to certify.%n");
      return 1;
    }
    issue(opened, manifest, evidence, now, until);
    return 0;
  }

  private void issue(
      SignedInOptions.Opened opened, Manifest manifest, Evidence evidence, long now, long until)
      throws IOException, InterruptedException {
    var contracts = opened.chain().contracts();
    var out = spec.commandLine().getOut();
    var text = CanonicalJson.of(evidence);
    // First: what the chain names by its hash must not be lost.
    Files.writeString(evidenceFile, text);
    var certificates = contracts.certificates();
    var receipt =
        options
            .wallet()
            .sender(contracts)
            .send(
                certificates.issue(
                    manifest.providerId(),
                    manifest.scopeMask(),
                    CanonicalJson.hash(evidence),
                    now,
                    until));
    long certificate = certificates.issuedId(receipt);
    out.printf(
        "certificate %d for provider %d, until unix second %d; its evidence is in %s%n",
        certificate, manifest.providerId(), until, evidenceFile);
    EvidencePost.send(opened.client(), text);
    if (samples != null) {
      EvidencePost.send(opened.client(), new SamplesFile(samples).text());
    }
    ApplicationReport.print(ApplicationReport.read(opened.client(), id), out);
  }

  private List<Evidence.Judged> judged(Manifest manifest) {
    var both = EnumSet.noneOf(DocumentKind.class);
    both.addAll(right);
    both.retainAll(wrong.keySet());
    if (!both.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), both + " cannot be right and wrong. Name each once.");
    }
    var judged = new ArrayList<Evidence.Judged>();
    for (var document : manifest.documents()) {
      if (right.contains(document.kind()) || wrong.containsKey(document.kind())) {
        judged.add(new Evidence.Judged(document.sha256(), wrong.get(document.kind())));
      }
    }
    return judged;
  }

  /// The figures again, from samples that the node signed.
  private Optional<Evidence.Measured> measured(Contracts contracts, Manifest manifest)
      throws IOException {
    if (samples == null) {
      return Optional.empty();
    }
    var file = new SamplesFile(samples);
    var figures =
        file.figures(
            manifest.providerId(),
            contracts.registry().nodeKeyOf(manifest.providerId()),
            manifest.certifier());
    return Optional.of(Evidence.Measured.of(figures, file.hash()));
  }

  private static MemberSort sort(Contracts contracts, long provider) {
    int storage = Registry.DIRECT | Registry.CLOUD | Registry.DEPIN;
    boolean stores = (contracts.registry().kindsOf(provider) & storage) != 0;
    return stores ? MemberSort.STORAGE : MemberSort.SERVICE;
  }

  private long until(Manifest manifest, Criteria criteria, long now) {
    long until = now + Math.min(days * DAY_SECONDS, criteria.validitySecondsMax());
    for (var document : manifest.documents()) {
      var end = document.validUntil();
      if (end != null) {
        until = Math.min(until, end);
      }
    }
    return until;
  }
}
