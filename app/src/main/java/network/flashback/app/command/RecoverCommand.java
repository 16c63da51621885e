package network.flashback.app.command;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.Role;
import network.flashback.app.gateway.GatewayRecovery;
import network.flashback.gateway.manifest.Recovery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback recover`: a gateway's lost database, from its root key, the chain and the pieces.
@Command(
    name = "recover",
    description =
        "Rebuild a gateway's lost database from its root key, the chain and the providers' pieces, into an empty database."
            + " Stop the gateway first.",
    mixinStandardHelpOptions = true)
public final class RecoverCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Option(
      names = "--dry-run",
      description = "Do everything, tell what would be there, and undo it.")
  private boolean rehearsal;

  @Spec private CommandSpec spec;

  /// 0 when everything the providers show is recovered, 1 when something newer could not be read.
  @Override
  public Integer call() throws Exception {
    var report = GatewayRecovery.run(options.read(Role.GATEWAY), rehearsal, InstantSource.system());
    var out = spec.commandLine().getOut();
    var counts = report.counts();
    out.printf(
        "%s %d buckets, %d objects, %d versions, %d delete markers, %d uploads under way%n",
        rehearsal ? "would recover" : "recovered",
        counts.buckets(),
        counts.objects(),
        counts.versions(),
        counts.markers(),
        counts.uploads());
    report.slas().forEach(sla -> tell(out, sla));
    out.flush();
    return report.slas().stream().anyMatch(Recovery.Recovered::isDoubtful) ? 1 : 0;
  }

  private static void tell(PrintWriter out, Recovery.Recovered sla) {
    out.println("SLA " + sla.slaId());
    sla.wholeAt()
        .ifPresentOrElse(
            moment ->
                out.printf(
                    "  as it was at %s, from %d manifests (%d others are removed by the gateway)%n",
                    moment, sla.used(), sla.beyond()),
            () -> out.printf("  no manifest was found; the legs show %d pieces%n", sla.pieces()));
    if (sla.unreadable() > 0) {
      out.printf(
          "  %d newer manifests cannot be read: what was changed after that moment is not in it%n",
          sla.unreadable());
    }
    if (!sla.complete()) {
      out.println(
          "  so many providers did not answer that newer manifests may be with them alone: put"
              + " that right and recover into another empty database");
    }
    sla.silent()
        .forEach(leg -> out.printf("  not asked: %s. What only this leg has is missing.%n", leg));
  }
}
