package network.flashback.providers.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.providers.StoredName;
import org.junit.jupiter.api.Test;

/// Bytes that a node served and that nobody took any more: they are on its bill.
class GivenUpBytesTest {
  private static final PrivateKey SESSION_KEY = PrivateKey.of(Bytes32.of(5));
  private static final NodeMessages MESSAGES =
      new NodeMessages(31337, Address.of(Bytes32.of(0xaa)), Address.of(Bytes32.of(0xbb)));
  private static final StoredName NAME = new StoredName(Bytes32.of(1));

  @Test
  void theyAreSettledWithTheNextReadAndNotOnceTheNodeRefusesOne() throws Exception {
    try (var node = new TestNode(SESSION_KEY.address(), MESSAGES, 64 << 20, 8 << 20);
        var http = new NodeHttp(Duration.ofSeconds(2))) {
      var store = store(node, http);
      store.put(NAME, 2 << 20, new ByteArrayInputStream(new byte[2 << 20]));
      try (var givenUp = store.get(NAME, 0, 2 << 20)) {
        assertThat(givenUp.readNBytes(1000)).hasSize(1000);
      }
      assertThat(node.paidBytes).isZero();

      read(store);

      assertThat(node.paidBytes).isEqualTo(node.servedBytes).isGreaterThan(2 << 20);
      read(store);
      assertThat(node.paidBytes).as("nothing is in doubt any more").isLessThan(node.servedBytes);
    }
  }

  private static void read(NodeObjectStore store) throws IOException {
    try (var in = store.get(NAME, 0, 1000)) {
      assertThat(in.readAllBytes()).hasSize(1000);
    }
  }

  private static NodeObjectStore store(TestNode node, NodeHttp http) {
    var agreement =
        new NodeAgreement(
            TestNode.AGREEMENT,
            TestNode.PROVIDER,
            node.key.address(),
            URI.create("http://127.0.0.1:" + node.port()),
            BigInteger.valueOf(10_000_000),
            BigInteger.TEN.pow(12),
            TreeHash.STANDARD);
    return new NodeObjectStore(
        http, agreement, MESSAGES, SESSION_KEY, new LedgerInMemory(), InstantSource.system());
  }
}
