package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import network.flashback.app.certification.Campaign;
import network.flashback.app.certification.SamplesFile;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.domain.certification.CampaignFigures;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.settlement.wire.BoundedHttp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback certifier probe ID`: measures an applicant's node for as long as the criteria want.
@Command(
    name = "probe",
    description = {
      "Measure an applicant's node: uptime, latency and throughput, for as long as the criteria say.",
      "Every answer is signed by the node's key. A campaign that was cut off goes on where FILE"
          + " ends."
    },
    mixinStandardHelpOptions = true)
public final class CertifierProbeCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "As `flashback certifier list` prints it.")
  private String id = "";

  @Option(
      names = "--samples",
      required = true,
      paramLabel = "FILE",
      description = "Where the samples are kept, one a line.")
  private Path samples = Path.of("samples.jsonl");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open();
        var http = new BoundedHttp(PATIENCE)) {
      var contracts = opened.chain().contracts();
      var application = ApplicationReport.read(opened.client(), id);
      ApplicationReport.requireSigned(application, contracts);
      if (application.state() == ApplicationState.APPLIED) {
        opened
            .client()
            .does(
                "probeApplicant",
                Map.of("id", application.id().toString()),
                null,
                ApplicationEntry.class);
      } else if (application.state() != ApplicationState.PROBING) {
        throw new IllegalArgumentException(
            "The application is %s: only one that waits for its certifier is measured."
                .formatted(OffersCommand.words(application.state().name())));
      }
      var manifest = application.manifest();
      var plan =
          opened
              .client()
              .does("criteria", Map.of(), null, CriteriaBook.class)
              .named(manifest.criteria())
              .orElseThrow()
              .campaign();
      long provider = manifest.providerId();
      var target =
          new Campaign.Target(
              provider,
              contracts.registry().endpointOf(provider),
              contracts.registry().nodeKeyOf(provider));
      var progress = spec.commandLine().getErr();
      var figures =
          new Campaign(
                  http,
                  target,
                  opened.key(),
                  plan,
                  new SamplesFile(samples),
                  new SecureRandom(),
                  InstantSource.system(),
                  CertifierProbeCommand::waitUntil)
              .run(
                  now ->
                      progress.printf(
                          "%d of %d probes, %d answered, %d s of %d%n",
                          now.probes(),
                          plan.probesMin(),
                          now.answered(),
                          now.until() - now.from(),
                          plan.seconds()));
      print(figures);
      return 0;
    }
  }

  private static void waitUntil(long unixSecond) throws InterruptedException {
    var rest = Duration.between(Instant.now(), Instant.ofEpochSecond(unixSecond));
    if (rest.isPositive()) {
      Thread.sleep(rest);
    }
  }

  private void print(CampaignFigures figures) {
    var out = spec.commandLine().getOut();
    out.printf(
        "%d probes, %d answered, %d wrong; uptime %s basis points; latency p50 %s, p95 %s, p99 %s ms; throughput %s KiB/s%n",
        figures.probes(),
        figures.answered(),
        figures.wrong(),
        told(figures.uptimeBps()),
        told(figures.latencyMillisP50()),
        told(figures.latencyMillisP95()),
        told(figures.latencyMillisP99()),
        told(figures.throughputKib()));
    out.printf(
        "'flashback certifier decide %s --samples %s' holds them against the criteria.%n",
        id, samples);
    out.flush();
  }

  private static String told(OptionalInt figure) {
    return figure.isPresent() ? Integer.toString(figure.getAsInt()) : "unknown";
  }

  private static String told(OptionalLong figure) {
    return figure.isPresent() ? Long.toString(figure.getAsLong()) : "unknown";
  }
}
