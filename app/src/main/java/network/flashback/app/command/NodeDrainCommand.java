package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.leaving.Drain;
import network.flashback.chain.contract.AgreementView;
import network.flashback.node.Standing;
import network.flashback.node.StandingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node drain`: no new agreements, and the end of those that run.
@Command(
    name = "drain",
    description = {
      "Empty a node: cancels its offers on the chain, gives notice for every agreement, renews none.",
      "The node has to run on: it serves each agreement to its end, settles and withdraws. Can be",
      "repeated at any time; it does what is missing and prints how far it is."
    },
    mixinStandardHelpOptions = true)
public final class NodeDrainCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(30);

  @Mixin private final OwnerOptions options = new OwnerOptions();

  @Option(
      names = "--yes",
      description = "Do it. Notices cannot be taken back; without this it only prints.")
  private boolean yes;

  @Option(names = "--watch", description = "Stay until nothing is left.")
  private boolean watch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var drain = new Drain(chain.contracts(), chain.providerId());
      if (!yes) {
        print(chain, drain.progress(), out);
        spec.commandLine().getErr().println("Nothing was changed. Repeat the command with --yes.");
        return 1;
      }
      var owner = options.owner(chain);
      if (drain.cancelOffers(begin(chain, drain), owner)) {
        out.println("offers are cancelled");
      }
      while (true) {
        for (var view : drain.giveNotices(owner)) {
          out.println("notice is given for agreement " + view.id());
        }
        var progress = drain.progress();
        print(chain, progress, out);
        if (progress.isDone() || !watch) {
          return 0;
        }
        Thread.sleep(LOOK);
      }
    }
  }

  /// Says it to the node first, so that it makes no offers with the new number.
  ///
  /// @return the number of the offers that are to be cancelled
  private static long begin(OwnerOptions.Opened chain, Drain drain) throws IOException {
    if (chain.disks().stream().noneMatch(Files::isDirectory)) {
      Files.createDirectories(chain.disks().getFirst());
    }
    var clock = InstantSource.system();
    var file = new StandingFile(chain.disks(), clock);
    if (file.now() instanceof Standing.Draining(_, var nonce)) {
      return nonce;
    }
    long nonce = drain.offerNonce();
    file.write(new Standing.Draining(clock.instant(), nonce));
    return nonce;
  }

  private static void print(OwnerOptions.Opened chain, Drain.Progress progress, PrintWriter out) {
    for (var view : progress.running()) {
      out.println(line(chain, view));
    }
    for (var view : progress.ending()) {
      out.println(line(chain, view));
    }
    if (progress.unknownBytes() > 0) {
      out.println(
          progress.unknownBytes()
              + " bytes are under agreements that nothing was stored for yet: they become void, or run; repeat this later");
    }
    if (progress.earnings().signum() > 0) {
      out.println(progress.earnings() + " token units wait to be withdrawn by the node");
    }
    out.println(
        progress.isDone()
            ? "Nothing is left: the node may be stopped, and `flashback node leave` gives the stake back."
            : "Keep the node running until nothing is left.");
    out.flush();
  }

  private static String line(OwnerOptions.Opened chain, AgreementView view) {
    var ends =
        Instant.ofEpochSecond(chain.contracts().orchestrator().schedule().startOf(view.endEpoch()));
    return "agreement %s: %s, ends %s".formatted(view.id(), view.state(), ends);
  }
}
