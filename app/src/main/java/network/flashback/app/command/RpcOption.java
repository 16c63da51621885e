package network.flashback.app.command;

import java.net.URI;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import picocli.CommandLine.Option;

/// A node of the chain that a command is about.
final class RpcOption {
  @Option(
      names = "--rpc",
      required = true,
      paramLabel = "URL",
      description = "JSON-RPC address of a node of the chain.")
  private URI rpc = URI.create("http://127.0.0.1:8545");

  /// A connection that the command closes.
  JsonRpc connect() {
    return new JsonRpc(rpc, RetryPolicy.STANDARD);
  }
}
