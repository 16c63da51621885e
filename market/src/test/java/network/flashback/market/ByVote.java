package network.flashback.market;

import java.util.Map;
import network.flashback.chain.Call;
import network.flashback.evm.Address;

/// What a vote of FLASH orders, as the Timelock carries it out.
final class ByVote {
  private ByVote() {}

  static void order(TestNetwork network, Call call) {
    Address timelock = network.contracts.deployment().address("Timelock");
    network.rpc.call("anvil_impersonateAccount", timelock.toString());
    network.rpc.call("anvil_setBalance", timelock.toString(), "0xde0b6b3a7640000");
    network.rpc.call(
        "eth_sendTransaction",
        Map.of(
            "from", timelock.toString(),
            "to", call.to().orElseThrow().toString(),
            "input", call.input().toString()));
    network.rpc.call("evm_mine");
  }
}
