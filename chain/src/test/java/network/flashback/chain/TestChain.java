package network.flashback.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import network.flashback.chain.anvil.Anvil;
import network.flashback.evm.Bytes;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.abi.Abi;
import network.flashback.evm.keystore.DevelopmentKeys;

/// A real anvil with a counter contract on it.
final class TestChain implements AutoCloseable {
  static final int LIMIT = 10;
  static final SendingPolicy POLICY =
      new SendingPolicy(Wei.gwei(100), 2, 1, 25, Duration.ofMillis(5), Duration.ofMinutes(1));

  final Anvil anvil;
  final JsonRpc rpc;
  final Chain chain;
  final DevelopmentKeys keys;
  final Contract counter;

  TestChain() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    String artifact = resource("/contract/Counter.json");
    Abi abi = Abi.parse(artifact);
    chain = Chain.connect(rpc, 31_337).readingErrorsOf(abi);
    keys = DevelopmentKeys.forChain(chain.id());
    Bytes code = Bytes.fromHex(JsonRpc.JSON.readTree(artifact).get("bytecode").asText());
    counter = Contract.deploy(sender(0), "Counter", abi, code, LIMIT);
  }

  PrivateKey key(int index) {
    return keys.key(index);
  }

  TransactionSender sender(int index) {
    return sender(index, POLICY);
  }

  TransactionSender sender(int index, SendingPolicy policy) {
    return new TransactionSender(chain, key(index), policy, Clock.systemUTC());
  }

  void automine(boolean on) {
    rpc.call("evm_setAutomine", on);
  }

  void mine() {
    rpc.call("evm_mine");
  }

  void mineWithBaseFee(Wei baseFee) {
    rpc.call("anvil_setNextBlockBaseFeePerGas", Quantity.of(baseFee.amount()));
    mine();
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }

  private static String resource(String name) {
    try (InputStream file = TestChain.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("Test resource " + name + " is missing.");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
