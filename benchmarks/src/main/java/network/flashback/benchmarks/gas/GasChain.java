package network.flashback.benchmarks.gas;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.JsonRpc.Request;
import network.flashback.chain.Receipt;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.transaction.SignedTransaction;
import network.flashback.evm.transaction.Transaction;

/// An EVM chain of its own, under the rules of one hardfork, whose clock moves only as it is told:
/// each block is one second after the one before. So every run has the same times, the same
/// signatures and the same gas.
final class GasChain implements AutoCloseable {
  private static final long BIRTH = 1_800_000_000;
  private static final int ACCOUNTS = 20;
  private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+:\\d+)");

  /// Below the limit of a block, above every operation.
  private static final long GAS_LIMIT = 20_000_000;

  /// Together with `TOGETHER` below the limit of a block.
  private static final long GAS_LIMIT_OF_MANY = 600_000;

  private static final int TOGETHER = 40;
  private static final Wei MAX_FEE = Wei.gwei(500);
  private static final SendingPolicy POLICY =
      new SendingPolicy(MAX_FEE, 1_000_000, 1, 0, Duration.ofMillis(2), Duration.ofMinutes(2));

  private final Process anvil;
  private final JsonRpc rpc;
  private final Chain chain;
  private final Map<Integer, TransactionSender> senders = new HashMap<>();

  private GasChain(Process anvil, URI node) {
    this.anvil = anvil;
    this.rpc = new JsonRpc(node, RetryPolicy.STANDARD);
    this.chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    rpc.call("anvil_setBlockTimestampInterval", 1);
  }

  /// @param anvil the program
  static GasChain start(Path anvil, Hardfork rules) throws IOException {
    var process =
        new ProcessBuilder(
                anvil.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--hardfork",
                rules.option(),
                "--timestamp",
                Long.toString(BIRTH),
                "--accounts",
                Integer.toString(ACCOUNTS))
            .redirectErrorStream(true)
            .start();
    try {
      return new GasChain(process, node(process.inputReader(StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException failed) {
      process.destroy();
      throw failed;
    }
  }

  private static URI node(BufferedReader output) throws IOException {
    String last = "it said nothing";
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var listening = LISTENING.matcher(line);
      if (listening.find()) {
        // Whoever does not read what anvil says stops it, once the pipe is full.
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
        return URI.create("http://" + listening.group(1));
      }
      last = line;
    }
    throw new ChainException("anvil did not start: " + last);
  }

  Chain chain() {
    return chain;
  }

  PrivateKey key(int account) {
    return DevelopmentKeys.forChain(chain.id()).key(account);
  }

  /// The one sender of a funded account.
  TransactionSender sender(int account) {
    return senders.computeIfAbsent(
        account, index -> new TransactionSender(chain, key(index), POLICY, InstantSource.system()));
  }

  long now() {
    return chain.head().timestamp().getEpochSecond();
  }

  /// Moves the clock on; does nothing when that second has passed.
  void moveTo(long unixSecond) {
    if (unixSecond > now()) {
      rpc.call("evm_setNextBlockTimestamp", unixSecond);
      rpc.call("evm_mine");
    }
  }

  /// Sends a call as a transaction.
  Receipt send(int account, Call call) {
    return sender(account).submit(call, GAS_LIMIT).await();
  }

  /// Sends several of one account together: a thousand one by one would take minutes.
  List<Receipt> sendAll(int account, List<Call> calls) {
    var signer = key(account);
    long nonce = chain.transactionCount(signer.address(), BlockTag.PENDING);
    var signed = new ArrayList<SignedTransaction>();
    for (var call : calls) {
      signed.add(
          signer.sign(
              new Transaction(
                  chain.id(),
                  nonce + signed.size(),
                  Wei.gwei(1),
                  MAX_FEE,
                  GAS_LIMIT_OF_MANY,
                  call.to(),
                  call.value(),
                  call.input())));
    }
    rpc.call("evm_setAutomine", false);
    for (int from = 0; from < signed.size(); from += TOGETHER) {
      rpc.batch(
          signed.subList(from, Math.min(from + TOGETHER, signed.size())).stream()
              .map(each -> Request.of("eth_sendRawTransaction", each.encoded().toString()))
              .toList());
      rpc.call("evm_mine");
    }
    rpc.call("evm_setAutomine", true);
    return signed.stream().map(this::receipt).toList();
  }

  private Receipt receipt(SignedTransaction sent) {
    return chain
        .receipt(sent.hash())
        .filter(Receipt::succeeded)
        .orElseThrow(() -> new ChainException("Transaction " + sent.hash() + " failed."));
  }

  @Override
  public void close() {
    rpc.close();
    anvil.destroy();
    try {
      if (!anvil.waitFor(10, TimeUnit.SECONDS)) {
        anvil.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      anvil.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
