package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.JsonRpc.Request;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.evm.abi.Abi;
import network.flashback.evm.transaction.SignedTransaction;

/// One EVM chain, seen through one of its nodes. Safe for many threads.
public final class Chain {
  private static final Abi NO_ERRORS = Abi.union(List.of());

  private final JsonRpc rpc;
  private final long id;
  private final Abi errors;

  private Chain(JsonRpc rpc, long id, Abi errors) {
    this.rpc = rpc;
    this.id = id;
    this.errors = errors;
  }

  /// The chain behind a node.
  ///
  /// @throws WrongChainException when the node serves another chain
  public static Chain connect(JsonRpc rpc, long chainId) {
    long actual = Quantity.parseLong(rpc.call("eth_chainId"));
    if (actual != chainId) {
      throw new WrongChainException(rpc.node(), chainId, actual);
    }
    return new Chain(rpc, chainId, NO_ERRORS);
  }

  /// The same chain, with errors of these contracts readable wherever one of them fails.
  public Chain readingErrorsOf(Abi... abis) {
    List<Abi> known = new ArrayList<>(List.of(abis));
    known.add(errors);
    return new Chain(rpc, id, Abi.union(known));
  }

  public long id() {
    return id;
  }

  public JsonRpc rpc() {
    return rpc;
  }

  Abi errors() {
    return errors;
  }

  /// Number of the newest block.
  public long height() {
    return Quantity.parseLong(rpc.call("eth_blockNumber"));
  }

  /// None when the chain has no such block (yet, or any more).
  public Optional<Block> block(BlockTag tag) {
    Request request =
        tag.byHash()
            .map(hash -> Request.of("eth_getBlockByHash", hash.toString(), false))
            .orElseGet(() -> Request.of("eth_getBlockByNumber", tag.json(), false));
    return present(rpc.batch(List.of(request)).getFirst()).map(Block::of);
  }

  public Block head() {
    return block(BlockTag.LATEST)
        .orElseThrow(() -> new ChainException("The chain's node has no block at all."));
  }

  /// The blocks of a range that the chain has, in order.
  public List<Block> blocks(long from, long to) {
    List<Request> requests = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      requests.add(Request.of("eth_getBlockByNumber", Quantity.of(number), false));
    }
    return rpc.batch(requests).stream()
        .flatMap(node -> present(node).stream())
        .map(Block::of)
        .toList();
  }

  public Wei balance(Address address) {
    return balance(address, BlockTag.LATEST);
  }

  public Wei balance(Address address, BlockTag at) {
    return new Wei(Quantity.parse(rpc.call("eth_getBalance", address.toString(), at.json())));
  }

  /// The code of a contract; empty where there is none.
  public Bytes code(Address address) {
    return Bytes.fromHex(
        rpc.call("eth_getCode", address.toString(), BlockTag.LATEST.json()).asText("0x"));
  }

  /// Number of transactions sent from an address; with [BlockTag#PENDING] those not yet in a block
  /// as well.
  public long transactionCount(Address address, BlockTag at) {
    return Quantity.parseLong(rpc.call("eth_getTransactionCount", address.toString(), at.json()));
  }

  /// Asks a contract without changing anything.
  ///
  /// @throws RevertedException when the contract refuses
  public Bytes call(Call call, BlockTag at) {
    return call(call, Optional.empty(), at);
  }

  public Bytes call(Call call, Optional<Address> from, BlockTag at) {
    try {
      return Bytes.fromHex(rpc.call("eth_call", call.toJson(from), at.json()).asText("0x"));
    } catch (RpcException refused) {
      throw explained(call, refused);
    }
  }

  /// Gas that a call would use now, with the transactions that wait already.
  ///
  /// @throws RevertedException when the contract would refuse it
  public long estimateGas(Call call, Address from) {
    try {
      return Quantity.parseLong(
          rpc.call("eth_estimateGas", call.toJson(Optional.of(from)), BlockTag.PENDING.json()));
    } catch (RpcException refused) {
      throw explained(call, refused);
    }
  }

  /// Logs of a range of blocks, both included, in their order on the chain.
  public List<Log> logs(LogFilter filter, long from, long to) {
    Map<String, Object> json = filter.toJson();
    json.put("fromBlock", Quantity.of(from));
    json.put("toBlock", Quantity.of(to));
    return toLogs(rpc.call("eth_getLogs", json));
  }

  /// Logs of exactly these blocks, whatever the chain does meanwhile (EIP-234), one list per block.
  public List<List<Log>> logs(LogFilter filter, List<Bytes32> blocks) {
    List<Request> requests = new ArrayList<>();
    for (Bytes32 block : blocks) {
      Map<String, Object> json = filter.toJson();
      json.put("blockHash", block.toString());
      requests.add(Request.of("eth_getLogs", json));
    }
    return rpc.batch(requests).stream().map(Chain::toLogs).toList();
  }

  /// None until the transaction is in a block.
  public Optional<Receipt> receipt(Bytes32 transaction) {
    return present(rpc.call("eth_getTransactionReceipt", transaction.toString())).map(Receipt::of);
  }

  /// What a transaction called: the recipient and its input.
  public record Sent(Optional<Address> to, Bytes input) {}

  /// What transactions of the chain called, in the same order; none where the chain has no such
  /// transaction.
  public List<Optional<Sent>> sent(List<Bytes32> transactions) {
    var requests =
        transactions.stream()
            .map(hash -> Request.of("eth_getTransactionByHash", hash.toString()))
            .toList();
    return rpc.batch(requests).stream()
        .map(
            node ->
                present(node)
                    .map(
                        found ->
                            new Sent(
                                found.hasNonNull("to")
                                    ? Optional.of(Address.parse(found.get("to").asText()))
                                    : Optional.empty(),
                                Bytes.fromHex(found.path("input").asText("0x")))))
        .toList();
  }

  /// Tip per gas that the node thinks enough.
  public Wei suggestedPriorityFee() {
    return new Wei(Quantity.parse(rpc.call("eth_maxPriorityFeePerGas")));
  }

  /// Hands a transaction to the node; handing over the same one again changes nothing.
  public void send(SignedTransaction transaction) {
    try {
      rpc.call("eth_sendRawTransaction", transaction.encoded().toString());
    } catch (RpcException refused) {
      if (!refused.says("already known") && !refused.says("already imported")) {
        throw refused;
      }
    }
  }

  private ChainException explained(Call call, RpcException refused) {
    boolean reverted = !refused.data().isEmpty() || refused.says("revert");
    return reverted
        ? RevertedException.of(call.what(), refused.data(), errors, Optional.empty())
        : refused;
  }

  static Optional<JsonNode> present(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }

  private static List<Log> toLogs(JsonNode node) {
    List<Log> logs = new ArrayList<>();
    node.forEach(log -> logs.add(Log.of(log)));
    return logs;
  }
}
