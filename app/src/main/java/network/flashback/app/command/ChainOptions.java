package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.Contracts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which chain and deployment a command is about: those of the network on this machine, where no
/// others are named.
final class ChainOptions {
  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description =
          "JSON-RPC address of a node of the chain (default: that of the network on this machine).")
  private @Nullable URI rpc;

  @Option(
      names = "--deployment",
      paramLabel = "FILE",
      description =
          "The deployment's manifest, or deployment file (default: that of the network on this machine).")
  private @Nullable Path deployment;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the network on this machine (default: .flashback/network).")
  private Path data = NetworkOptions.usualData();

  /// The contracts, over a connection that the command closes.
  record Opened(JsonRpc rpc, Contracts contracts) implements AutoCloseable {
    @Override
    public void close() {
      rpc.close();
    }
  }

  /// The network on this machine, whether one is there or not.
  NetworkPlan network() {
    return NetworkPlan.of(data, Optional.empty(), Optional.empty());
  }

  /// @throws IllegalArgumentException when one of chain and contracts was named without the other
  Opened open() throws IOException {
    if (rpc == null && deployment == null) {
      var network =
          NetworkChain.connect(network(), ", or another chain with --rpc and --deployment");
      return new Opened(network.rpc(), network.contracts());
    }
    if (rpc == null || deployment == null) {
      // Contracts of one chain must not be looked for on another.
      throw new IllegalArgumentException(
          rpc == null
              ? "--deployment says where the contracts are, but not on which chain. Add --rpc URL, or leave out --deployment for the network on this machine."
              : "--rpc says which chain, but not where its contracts are. Add --deployment FILE, or leave out --rpc for the network on this machine.");
    }
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
