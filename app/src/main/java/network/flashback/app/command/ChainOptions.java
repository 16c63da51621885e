package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Option;

/// Which chain and deployment a command is about.
final class ChainOptions {
  @Option(
      names = "--rpc",
      required = true,
      paramLabel = "URL",
      description = "JSON-RPC address of a node of the chain.")
  private URI rpc = URI.create("http://127.0.0.1:8545");

  @Option(
      names = "--deployment",
      required = true,
      paramLabel = "FILE",
      description = "The deployment's manifest, or deployment file.")
  private Path deployment = Path.of("deployment.json");

  /// The contracts, over a connection that the command closes.
  record Opened(JsonRpc rpc, Contracts contracts) implements AutoCloseable {
    @Override
    public void close() {
      rpc.close();
    }
  }

  Opened open() throws IOException {
    var known = Deployment.read(deployment);
    var node = new JsonRpc(rpc, RetryPolicy.STANDARD);
    try {
      return new Opened(node, Contracts.connect(Chain.connect(node, known.chainId()), known));
    } catch (RuntimeException failed) {
      node.close();
      throw failed;
    }
  }
}
