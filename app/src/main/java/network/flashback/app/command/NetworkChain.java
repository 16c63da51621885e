package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkException;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.Contracts;

/// The contracts of the network on this machine, for a command.
record NetworkChain(JsonRpc rpc, Contracts contracts) implements AutoCloseable {
  static NetworkChain connect(NetworkPlan plan) throws IOException {
    return connect(plan, "");
  }

  /// @param otherwise what else can be done where no network runs, after a comma
  /// @throws NetworkException when there is none, or it does not run
  static NetworkChain connect(NetworkPlan plan, String otherwise) throws IOException {
    if (!Files.exists(plan.deployment())) {
      throw new NetworkException(
          "There is no network in %s. Start one with ./flashback up --background, or name its folder with --data%s."
              .formatted(plan.data(), otherwise));
    }
    var deployment = Deployment.read(plan.deployment());
    var rpc = new JsonRpc(plan.url(Member.ANVIL), RetryPolicy.STANDARD);
    try {
      return new NetworkChain(
          rpc, Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment));
    } catch (NodeUnreachableException stopped) {
      rpc.close();
      throw new NetworkException(
          "The network in %s does not run: its chain does not answer at %s. Start it with ./flashback up --background%s, or name another folder with --data%s."
              .formatted(
                  plan.data(),
                  rpc.node(),
                  plan.data().equals(NetworkOptions.usualData()) ? "" : " --data " + plan.data(),
                  otherwise));
    } catch (RuntimeException failed) {
      rpc.close();
      throw failed;
    }
  }

  @Override
  public void close() {
    rpc.close();
  }
}
