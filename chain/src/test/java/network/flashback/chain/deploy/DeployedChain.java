package network.flashback.chain.deploy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;

/// A real anvil to deploy on. Time passes when the test says so.
final class DeployedChain implements AutoCloseable {
  static final SendingPolicy POLICY =
      new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(5), Duration.ofMinutes(1));

  final Anvil anvil;
  final JsonRpc rpc;
  final Chain chain;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);

  DeployedChain(Anvil.Options options) throws IOException {
    anvil = Anvil.start(Anvil.program(), options, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
  }

  PrivateKey key(int index) {
    return keys.key(index);
  }

  TransactionSender sender(int index) {
    return new TransactionSender(chain, key(index), POLICY, InstantSource.system());
  }

  /// A development plan whose first epoch begins soon.
  DeploymentPlan plan(long epochSeconds) {
    long genesis = chain.head().timestamp().getEpochSecond() + 1000;
    return DeploymentPlan.development(
        genesis, epochSeconds, beaconKey(), genesis, key(0).address());
  }

  static List<BigInteger> beaconKey() {
    var key = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      words.add(Bytes32.of(key, 32 * i).toInteger());
    }
    return words;
  }

  void pass(long seconds) {
    rpc.call("evm_increaseTime", seconds);
    rpc.call("evm_mine");
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }
}
