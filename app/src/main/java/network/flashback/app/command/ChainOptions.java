package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which chain and deployment a command is about.
final class ChainOptions {
  @Mixin private final RpcOption rpc = new RpcOption();

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
    var node = rpc.connect();
    try {
      return new Opened(node, Contracts.connect(Chain.connect(node, known.chainId()), known));
    } catch (RuntimeException failed) {
      node.close();
      throw failed;
    }
  }
}
