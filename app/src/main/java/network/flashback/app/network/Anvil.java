package network.flashback.app.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.flashback.evm.keystore.DevelopmentKeys;

/// The local chain: anvil from npm, one block a second, its state written to a file every few
/// seconds.
final class Anvil {
  private final NetworkPlan plan;
  private final Processes processes;
  private final Path home;

  /// @param home folder of the program's own files, where npm installed anvil
  Anvil(NetworkPlan plan, Processes processes, Path home) {
    this.plan = plan;
    this.processes = processes;
    this.home = home;
  }

  void start() {
    if (processes.find(Member.ANVIL).isPresent()) {
      return;
    }
    processes.start(
        Member.ANVIL,
        List.of(
            executable().toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(plan.port(Member.ANVIL)),
            "--chain-id",
            Long.toString(DevelopmentKeys.CHAIN_ID),
            "--accounts",
            "20",
            "--block-time",
            "1",
            // Room for all contracts in one block: at anvil's own limit their creations wait for
            // the next ones and are taken for stuck.
            "--gas-limit",
            "200000000",
            "--state",
            plan.folder(Member.ANVIL).resolve("state.json").toString(),
            "--state-interval",
            "5",
            // A long-lived development chain would otherwise keep every historical state in memory.
            "--prune-history",
            "256",
            "--quiet"));
    Readiness.await(
        Member.ANVIL, processes, Duration.ofSeconds(30), () -> answers(plan.url(Member.ANVIL)));
  }

  private Path executable() {
    var path = home.resolve("contracts/node_modules/.bin/anvil");
    if (!Files.isExecutable(path)) {
      throw new NetworkException(
          "The local chain is not installed: %s is missing. Run `npm --prefix contracts ci --ignore-scripts`."
              .formatted(path));
    }
    return path;
  }

  private static boolean answers(URI rpc) {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(rpc)
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(2))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}"))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body().contains("0x7a69");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
