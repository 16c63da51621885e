package network.flashback.benchmarks.gas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import network.flashback.chain.Abis;
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
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.abi.Abi;
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
  private static final Wei TIP = Wei.gwei(1);
  private static final Wei MAX_FEE = Wei.gwei(100);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(2);

  private final Process anvil;
  private final JsonRpc rpc;
  private final Chain chain;

  private GasChain(Process anvil, URI node) {
    this.anvil = anvil;
    this.rpc = new JsonRpc(node, RetryPolicy.STANDARD);
    this.chain =
        Chain.connect(rpc, DevelopmentKeys.CHAIN_ID)
            .readingErrorsOf(Contracts.NAMES.stream().map(Abis::of).toArray(Abi[]::new));
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
        Thread.ofVirtual().start(() -> drain(output));
        return URI.create("http://" + listening.group(1));
      }
      last = line;
    }
    throw new ChainException("anvil did not start: " + last);
  }

  // Whoever does not read what anvil says stops it, once the pipe is full.
  private static void drain(BufferedReader output) {
    try (output) {
      output.transferTo(Writer.nullWriter());
    } catch (IOException closed) {
      // With its process.
    }
  }

  Chain chain() {
    return chain;
  }

  PrivateKey key(int account) {
    return DevelopmentKeys.forChain(chain.id()).key(account);
  }

  /// A sender of a funded account, for as long as nobody else sends from it.
  TransactionSender sender(int account) {
    return new TransactionSender(
        chain, key(account), SendingPolicy.DEVELOPMENT, InstantSource.system());
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

  /// Sends a call as a transaction and waits for its block.
  Receipt send(int account, Call call) {
    var signer = key(account);
    var signed = sign(signer, nonce(signer), GAS_LIMIT, call);
    chain.send(signed);
    var receipt = receipt(signed);
    if (!receipt.succeeded()) {
      // The same call just before tells why.
      var before = BlockTag.number(receipt.blockNumber() - 1);
      chain.call(call, Optional.of(signer.address()), before);
      throw new ChainException(call.what() + " failed, and does not when it is only asked.");
    }
    return receipt;
  }

  /// Sends several of one account together: a thousand one by one would take minutes.
  List<Receipt> sendAll(int account, List<Call> calls) {
    var signer = key(account);
    long nonce = nonce(signer);
    var signed = new ArrayList<SignedTransaction>();
    for (var call : calls) {
      signed.add(sign(signer, nonce + signed.size(), GAS_LIMIT_OF_MANY, call));
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
    var receipts = signed.stream().map(this::receipt).toList();
    for (var receipt : receipts) {
      if (!receipt.succeeded()) {
        throw new ChainException("Transaction " + receipt.transactionHash() + " failed.");
      }
    }
    return receipts;
  }

  private long nonce(PrivateKey signer) {
    return chain.transactionCount(signer.address(), BlockTag.PENDING);
  }

  private SignedTransaction sign(PrivateKey signer, long nonce, long gasLimit, Call call) {
    return signer.sign(
        new Transaction(
            chain.id(), nonce, TIP, MAX_FEE, gasLimit, call.to(), call.value(), call.input()));
  }

  // anvil answers as soon as it has a transaction, and mines it a moment later.
  private Receipt receipt(SignedTransaction sent) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var receipt = chain.receipt(sent.hash());
      if (receipt.isPresent()) {
        return receipt.get();
      }
      LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
    }
    throw new ChainException(
        "Transaction " + sent.hash() + " was not mined within " + PATIENCE + ".");
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
