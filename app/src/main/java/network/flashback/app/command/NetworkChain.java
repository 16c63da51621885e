package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkException;
import network.flashback.app.network.NetworkPlan;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.Contracts;

/// The contracts of the network on this machine, for a command.
record NetworkChain(JsonRpc rpc, Contracts contracts) implements AutoCloseable {
  static NetworkChain connect(NetworkPlan plan) throws IOException {
    if (!Files.exists(plan.deployment())) {
      throw new NetworkException(
          "There is no network in %s. Start one with ./flashback up --background, or name its folder with --data."
              .formatted(plan.data()));
    }
    var deployment = Deployment.read(plan.deployment());
    var rpc = new JsonRpc(plan.url(Member.ANVIL), RetryPolicy.STANDARD);
    return new NetworkChain(
        rpc, Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment));
  }

  @Override
  public void close() {
    rpc.close();
  }
}
