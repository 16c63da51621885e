package network.flashback.app.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import network.flashback.app.client.MarketClient;
import network.flashback.app.network.Member;
import network.flashback.app.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback up`: the whole network on this machine.
@Command(
    name = "up",
    description =
        "Start the network on this machine: chain, database, beacon, platform, gateway, four nodes, four reporters.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final Duration OFFERS_PATIENCE = Duration.ofSeconds(60);

  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Option(
      names = "--background",
      description = "Return when everything answers; `flashback down` stops it.")
  private boolean background;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    var network = options.network();
    var stop = new Thread(() -> network.down(), "stop-network");
    Runtime.getRuntime().addShutdownHook(stop);
    network.up(step -> out.println("starting " + step + " ..."));
    awaitOffers(network);
    out.println();
    announce(network);
    if (background) {
      Runtime.getRuntime().removeShutdownHook(stop);
      out.println("Stop it with: " + options.stopCommand());
      return 0;
    }
    out.println("Ctrl-C stops it; what it holds stays in " + network.plan().data() + ".");
    out.flush();
    // Until Ctrl-C, whose shutdown hook takes the network down.
    new CountDownLatch(1).await();
    return 0;
  }

  /// Whoever opens an SLA at once finds every provider.
  private void awaitOffers(Network network) throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    out.println("waiting for the offers of the providers ...");
    try (var market = new MarketClient(network.plan().url(Member.PLATFORM))) {
      int listed = market.awaitOffers(Member.NODES, OFFERS_PATIENCE);
      if (listed < Member.NODES) {
        out.printf(
            "%d offers are listed, of %d providers; './flashback logs node-1' and so on tell why. The network runs.%n",
            listed, Member.NODES);
      }
    }
  }

  private void announce(Network network) {
    var out = spec.commandLine().getOut();
    var plan = network.plan();
    out.println("S3 endpoint   " + plan.url(Member.GATEWAY));
    out.println("console, API  " + plan.url(Member.PLATFORM));
    out.println("chain RPC     " + plan.url(Member.ANVIL));
    out.println("contracts     " + plan.deployment());
    out.flush();
  }
}
