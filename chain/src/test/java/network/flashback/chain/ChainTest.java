package network.flashback.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Wei;
import network.flashback.evm.abi.AbiException;
import network.flashback.evm.bls.BlsBn254;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainTest {
  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(5));
  private static TestChain test;

  @BeforeAll
  static void start() throws IOException {
    test = new TestChain();
  }

  @AfterAll
  static void stop() {
    test.close();
  }

  @Test
  void wrongChainIdIsRefusedWithBothIds() {
    assertThatExceptionOfType(WrongChainException.class)
        .isThrownBy(() -> Chain.connect(test.rpc, 1))
        .withMessageContaining("serves chain id 31337")
        .withMessageContaining("chain id 1 is configured")
        .withMessageContaining("Point the RPC address at");
  }

  @Test
  void unreachableNodeIsNamedWithWhatToDoButWithoutItsSecrets() throws IOException {
    int closedPort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    URI node = URI.create("http://user:pass@127.0.0.1:" + closedPort + "/v3/secret-api-key");
    try (var rpc = new JsonRpc(node, IMPATIENT)) {
      assertThatExceptionOfType(NodeUnreachableException.class)
          .isThrownBy(() -> Chain.connect(rpc, 1))
          .withMessageContaining("http://127.0.0.1:" + closedPort)
          .withMessageContaining("after 3 attempts")
          .withMessageContaining("flashback up")
          .withMessageNotContainingAny("secret-api-key", "pass@");
    }
  }

  @Test
  void overloadedNodeIsAskedAgain() throws IOException {
    var requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer =
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7a69\"}"
                  .getBytes(StandardCharsets.UTF_8);
          boolean refuse = requests.incrementAndGet() < 3;
          exchange.sendResponseHeaders(refuse ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    URI node = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var rpc = new JsonRpc(node, IMPATIENT)) {
      assertThat(Chain.connect(rpc, 31_337).id()).isEqualTo(31_337);
      assertThat(requests).hasValue(3);
      // The next answer carries the first request's id again.
      assertThatExceptionOfType(NodeUnreachableException.class)
          .isThrownBy(() -> rpc.call("eth_chainId"))
          .withMessageContaining("is no JSON-RPC node");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void batchAnswersInTheOrderOfItsRequests() {
    var answers =
        test.rpc.batch(
            java.util.List.of(
                JsonRpc.Request.of("eth_chainId"),
                JsonRpc.Request.of("eth_getBalance", test.key(9).address().toString(), "latest"),
                JsonRpc.Request.of("net_version")));

    assertThat(Quantity.parseLong(answers.get(0))).isEqualTo(31_337);
    assertThat(Quantity.parse(answers.get(1))).isEqualTo(Wei.ether(10_000).amount());
    assertThat(answers.get(2).asText()).isEqualTo("31337");
  }

  @Test
  void refusalOfTheNodeCarriesItsCode() {
    assertThatExceptionOfType(RpcException.class)
        .isThrownBy(() -> test.rpc.call("eth_noSuchMethod"))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(-32601));
  }

  @Test
  void blocksAreLinkedAndUnknownOnesAreAbsent() {
    test.mine();
    Block head = test.chain.head();
    Block parent = test.chain.block(BlockTag.number(head.number() - 1)).orElseThrow();

    assertThat(head.parentHash()).isEqualTo(parent.hash());
    assertThat(test.chain.block(BlockTag.hash(head.hash()))).contains(head);
    assertThat(test.chain.block(BlockTag.number(head.number() + 1_000))).isEmpty();
    assertThat(test.chain.block(BlockTag.hash(Keccak256.hash("none")))).isEmpty();
    assertThat(head.timestamp()).isAfter(Instant.EPOCH);
    assertThat(test.chain.blocks(head.number() - 1, head.number())).containsExactly(parent, head);
  }

  @Test
  void callReadsAtAnyBlockAndFailsReadably() {
    long before = test.chain.height();
    BigInteger valueBefore = test.counter.call("value").integer(0);
    test.counter.send(test.sender(3), "increase", 2, Bytes32.ZERO);

    assertThat(test.counter.call("value").integer(0)).isEqualTo(valueBefore.add(BigInteger.TWO));
    assertThat(test.counter.callAt(BlockTag.number(before), "value").integer(0))
        .isEqualTo(valueBefore);
    assertThatExceptionOfType(RevertedException.class)
        .isThrownBy(() -> test.counter.call("increase", 11, Bytes32.ZERO))
        .withMessage(
            "Counter.increase was refused by the contract: TooMuch(asked=11, allowed=10).");
  }

  @Test
  void contractThatIsNotThereIsSaidNotToBeThere() {
    var nowhere =
        new Contract("Counter", Address.of(Bytes32.of(0xdead)), test.counter.abi(), test.chain);

    assertThatExceptionOfType(AbiException.class)
        .isThrownBy(() -> nowhere.call("value"))
        .withMessageContaining("no contract at that address");
    assertThat(test.chain.code(nowhere.address())).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void deploymentFileIsWrittenReadAndCheckedAgainstTheChain(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("deployment.json");
    Deployment written = Deployment.empty(31_337, 1).with(test.counter);
    written.write(file);
    Deployment read = Deployment.read(file);

    assertThat(read).isEqualTo(written);
    assertThat(read.address("Counter")).isEqualTo(test.counter.address());
    read.verify(test.chain);

    var elsewhere =
        new Deployment(
            31_337,
            1,
            java.util.Map.of(
                "Counter", new Deployment.Deployed(Address.ZERO, Keccak256.hash("code"))));
    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(() -> elsewhere.verify(test.chain))
        .withMessageContaining("does not exist")
        .withMessageContaining("deploy again");
    assertThatExceptionOfType(WrongChainException.class)
        .isThrownBy(() -> Deployment.empty(5, 1).verify(test.chain));
    assertThatIOException()
        .isThrownBy(() -> Deployment.read(folder.resolve("none.json")))
        .withMessageContaining("Deploy the contracts first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read.address("Nothing"))
        .withMessageContaining("[Counter]");
  }

  @Test
  void pairingOfTheEvmAcceptsTheDevelopmentBeaconsSignature() {
    var secret = BlsBn254.Secret.ofDevelopmentBeacon();
    Bytes hashed = BlsBn254.point(77).toBytes();
    Bytes negativeGenerator =
        Bytes.fromHex(
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d");
    Address pairing = Address.of(Bytes32.of(8));

    Bytes good = secret.sign(77).then(negativeGenerator).then(hashed).then(secret.publicKey());
    Bytes bad = secret.sign(78).then(negativeGenerator).then(hashed).then(secret.publicKey());

    assertThat(test.chain.call(Call.of("pairing", pairing, good), BlockTag.LATEST))
        .isEqualTo(Bytes32.of(1).toBytes());
    assertThat(test.chain.call(Call.of("pairing", pairing, bad), BlockTag.LATEST))
        .isEqualTo(Bytes32.ZERO.toBytes());
  }

  @Test
  void checkedInInterfacesAreReadable() {
    assertThat(Abis.of("TestDollar").function("transfer").signature())
        .isEqualTo("transfer(address,uint256)");
    assertThat(Abis.creationCode("TestDollar").size()).isGreaterThan(1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Abis.of("Nothing"))
        .withMessageContaining("no checked-in ABI");
  }
}
