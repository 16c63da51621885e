package network.flashback.providers.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.providers.FaultyWay;
import network.flashback.providers.NetworkFaultContract;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.ProvingStore.UnitRoot;
import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeObjectStoreTest extends NetworkFaultContract {
  private static final PrivateKey SESSION_KEY = PrivateKey.of(Bytes32.of(5));
  private static final NodeMessages MESSAGES =
      new NodeMessages(31337, Address.of(Bytes32.of(0xaa)), Address.of(Bytes32.of(0xbb)));
  private static final BigInteger PRICE = BigInteger.valueOf(10_000_000);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final LedgerInMemory ledger = new LedgerInMemory();

  @Override
  protected ObjectStore emptyStore(long capacityBytes) throws Exception {
    return store(node(capacityBytes, 8 << 20), SESSION_KEY);
  }

  @Override
  protected FaultyWay way() throws Exception {
    return new FaultyWay(endpointOf(node(64 << 20, 8 << 20)));
  }

  @Override
  protected ObjectStore storeBehind(FaultyWay way) {
    // Each of these nodes counts from nothing, and so does who pays it.
    return store(last(), SESSION_KEY, way.endpoint(), new LedgerInMemory(), PATIENCE);
  }

  private TestNode last() {
    return (TestNode)
        open.stream().filter(TestNode.class::isInstance).reduce((_, b) -> b).orElseThrow();
  }

  private static URI endpointOf(TestNode node) {
    return URI.create("http://127.0.0.1:" + node.port());
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var resource : open.reversed()) {
      resource.close();
    }
  }

  @Test
  void aReceiptIsBelievedOnlyWithTheNodesSignature() throws Exception {
    var node = node(1 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var receipt = store.put(name(), 1000, in(bytes(1000))).receipt().orElseThrow();
    assertThat(receipt.leaves()).isEqualTo(4);
    assertThat(receipt.slot()).isZero();
    node.signsWithWrongKey = true;
    assertRefused(Reason.CORRUPT, () -> store.put(name(), 1000, in(bytes(1000))));
  }

  @Test
  void aStrangersKeyIsDenied() throws Exception {
    var store = store(node(1 << 20, 8 << 20), PrivateKey.of(Bytes32.of(6)));
    assertRefused(Reason.DENIED, () -> store.put(name(), 10, in(bytes(10))));
  }

  @Test
  void aSessionThatTheNodeForgotIsOpenedAgain() throws Exception {
    var node = node(1 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 10, in(bytes(10)));
    node.forgetsSessions = true;
    assertThat(read(store, name, 0, 10)).hasSize(10);
    assertThat(node.sessions).isEqualTo(2);
    for (int bytes : new int[] {1_000, 300_000}) {
      node.forgetsSessions = true;
      var other = name();
      store.put(other, bytes, in(bytes(bytes)));
      assertThat(read(store, other, 0, bytes)).hasSize(bytes);
    }
    assertThat(node.sessions).isEqualTo(4);
  }

  @Test
  void aDeadNodeIsUnavailable() throws Exception {
    var node = node(1 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    node.close();
    assertRefused(Reason.UNAVAILABLE, () -> read(store, name(), 0, 1));
  }

  @Test
  void readsArePaidBeforeTheWindowCloses() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 5 << 20, in(bytes(5 << 20)));
    for (int i = 0; i < 8; i++) {
      assertThat(read(store, name, 0, 5 << 20)).hasSize(5 << 20);
    }
    store.settle();
    assertThat(node.servedBytes).isEqualTo(40 << 20);
    assertThat(node.paidBytes).isEqualTo(node.servedBytes);
    assertThat(node.cumulative).isEqualTo(new BigInteger("390625"));
    assertThat(ledger.promised().cumulative()).isEqualTo(node.cumulative);
    var vouchers = node.vouchers;
    store.settle();
    assertThat(node.vouchers).isEqualTo(vouchers);
  }

  @Test
  void whatACrashLeftUnpaidIsPaidOnceByTheNextRun() throws Exception {
    var node = node(64 << 20, 1 << 20);
    var first = store(node, SESSION_KEY);
    var name = name();
    first.put(name, 3 << 20, in(bytes(3 << 20)));
    assertThat(read(first, name, 0, 3 << 20)).hasSize(3 << 20);
    // No settlement: the process is gone. The next one meets a closed window, asks, and pays what
    // it had permitted.
    var second = store(node, SESSION_KEY);
    assertThat(read(second, name, 0, 1 << 20)).hasSize(1 << 20);
    second.settle();
    assertThat(node.paidBytes).isEqualTo(4 << 20);
  }

  @Test
  void aWindowThatOthersFillAgainAndAgainIsNoReasonToGiveUp() throws Exception {
    var node = node(64 << 20, 1 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 1 << 20, in(bytes(1 << 20)));
    node.windowsTakenByOthers.set(5);
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    node.windowsTakenByOthers.set(1000);
    assertRefused(Reason.UNPAID, () -> read(store, name, 0, 1 << 20));
  }

  @Test
  void aLostLedgerIsReadFromTheVoucherTheNodeHas() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var first = store(node, SESSION_KEY);
    var name = name();
    first.put(name, 5 << 20, in(bytes(5 << 20)));
    for (int i = 0; i < 4; i++) {
      assertThat(read(first, name, 0, 5 << 20)).hasSize(5 << 20);
    }
    first.settle();
    assertThat(read(first, name, 0, 2 << 20)).hasSize(2 << 20);
    var lost = new LedgerInMemory();
    var second = store(node, SESSION_KEY, endpointOf(node), lost, PATIENCE);
    for (int i = 0; i < 4; i++) {
      assertThat(read(second, name, 0, 5 << 20)).hasSize(5 << 20);
    }
    second.settle();
    assertThat(node.servedBytes).isEqualTo(42 << 20);
    assertThat(node.paidBytes).as("also what was open").isEqualTo(node.servedBytes);
    assertThat(lost.promised().cumulative()).isEqualTo(node.cumulative);
  }

  @Test
  void aVoucherThatWeDidNotSignTellsNothing() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var name = name();
    var store = store(node, SESSION_KEY);
    store.put(name, 1000, in(bytes(1000)));
    node.servedBytes = 1L << 40;
    node.paidBytes = 1L << 40;
    node.cumulative = BigInteger.ONE.shiftLeft(40);
    node.voucherSignature = PrivateKey.of(Bytes32.of(6)).sign(Bytes32.of(1)).toString();
    assertThat(read(store, name, 0, 1000)).hasSize(1000);
    assertThat(ledger.promised().cumulative()).isZero();
  }

  @Test
  void aNodeThatRefusesReadsAndCountsThemIsPaidNothingForThem() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 1 << 20, in(bytes(1 << 20)));
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    node.countsWhatItRefuses = true;
    for (int i = 0; i < 5; i++) {
      assertRefused(Reason.UNPAID, () -> read(store, name, 0, 1 << 20));
    }
    store.settle();
    assertThat(node.servedBytes).as("it says").isGreaterThan(10 << 20);
    assertThat(node.paidBytes).isEqualTo(1 << 20);
  }

  @Test
  void aNodeThatCountsReadsThatWereGivenUpIsPaidAWindowAtATime() throws Exception {
    var node = node(64 << 20, 1 << 30);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 5 << 20, in(bytes(5 << 20)));
    // The reads are given up at once: nothing of them came.
    for (int i = 0; i < 20; i++) {
      store.get(name, 0, 5 << 20).close();
    }
    assertThat(node.servedBytes).as("it says").isEqualTo(100 << 20);
    store.settle();
    assertThat(node.paidBytes).isEqualTo(8 << 20);
    store.settle();
    assertThat(node.paidBytes).as("nothing was asked for since").isEqualTo(8 << 20);
  }

  @Test
  void aReadUnderWayIsPaidOnceHoweverOftenItIsSettled() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 1 << 20, in(bytes(1 << 20)));
    try (var piece = store.get(name, 0, 1 << 20)) {
      for (int i = 0; i < 4; i++) {
        assertThat(piece.readNBytes(1 << 18)).hasSize(1 << 18);
        store.settle();
      }
    }
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    store.settle();
    assertThat(node.servedBytes).isEqualTo(2 << 20);
    assertThat(node.paidBytes).isEqualTo(node.servedBytes);
  }

  @Test
  void whatCameOfAReadThatWasGivenUpIsPaidOnceWhileOthersGoOn() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 1 << 20, in(bytes(1 << 20)));
    try (var goesOn = store.get(name, 0, 1 << 20)) {
      try (var givenUp = store.get(name, 0, 1 << 20)) {
        assertThat(givenUp.readNBytes(1000)).hasSize(1000);
        store.settle();
      }
      assertThat(goesOn.readNBytes(1 << 19)).hasSize(1 << 19);
      store.settle();
      assertThat(goesOn.readAllBytes()).hasSize(1 << 19);
    }
    store.settle();
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    store.settle();
    assertThat(node.servedBytes).as("it counts what it began").isEqualTo(3 << 20);
    assertThat(node.paidBytes).isEqualTo(node.servedBytes);
  }

  @Test
  void whatANodeTakesBackAfterItWasPaidForIsReadWithoutPayingAgain() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 5 << 20, in(bytes(5 << 20)));
    try (var givenUp = store.get(name, 0, 5 << 20)) {
      assertThat(givenUp.readNBytes(1 << 20)).hasSize(1 << 20);
    }
    store.settle();
    assertThat(node.paidBytes).as("it has not seen yet that nobody reads").isEqualTo(5 << 20);
    node.servedBytes = 1 << 20;
    for (int mib = 2; mib <= 5; mib++) {
      assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
      store.settle();
      assertThat(node.servedBytes).isEqualTo(mib << 20);
      assertThat(node.paidBytes).isEqualTo(5 << 20);
    }
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    store.settle();
    assertThat(node.paidBytes).isEqualTo(6 << 20);
  }

  @Test
  void aNodeThatCountsTooMuchIsPaidOnlyWhatWasAskedFor() throws Exception {
    var node = node(64 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var name = name();
    store.put(name, 1 << 20, in(bytes(1 << 20)));
    assertThat(read(store, name, 0, 1 << 20)).hasSize(1 << 20);
    node.servedBytes = (1 << 20) + (1L << 40);
    store.settle();
    assertThat(node.paidBytes).isEqualTo(1 << 20);
  }

  @Test
  void aRevisionIsSignedByBothOnlyForTheSameRoot() throws Exception {
    var node = node(1 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var empty = store.cosign(1, new UnitRoot(Bytes32.ZERO, 0));
    assertThat(empty).isInstanceOf(Cosigned.Agreed.class);
    store.put(name(), 1000, in(bytes(1000)));
    assertThat(store.cosign(2, new UnitRoot(Bytes32.ZERO, 0)))
        .isEqualTo(new Cosigned.Differs(new UnitRoot(node.expectedRoot(), 4)));
    assertThat(store.cosign(2, new UnitRoot(node.expectedRoot(), 4)))
        .isInstanceOf(Cosigned.Agreed.class);
    assertThat(store.slots(0, 10)).hasSize(1);
  }

  @Test
  void whatStoodAtAMarkIsListedAndSignedWhileMoreIsWritten() throws Exception {
    var node = node(1 << 20, 8 << 20);
    var store = store(node, SESSION_KEY);
    var first = name();
    store.put(first, 1000, in(bytes(1000)));
    var mark = store.mark();
    store.put(name(), 500, in(bytes(500)));
    assertThat(mark.unit().leaves()).isEqualTo(4);
    assertThat(store.slots(mark, 0, 10)).extracting(OccupiedSlot::name).containsExactly(first);
    assertThat(store.slots(0, 10)).hasSize(2);
    assertThat(store.cosignMarked(1, mark.unit(), mark)).isInstanceOf(Cosigned.Agreed.class);

    store.mark();
    assertRefused(Reason.CONFLICT, () -> store.slots(mark, 0, 10));
    assertThat(store.cosignMarked(2, mark.unit(), mark)).isInstanceOf(Cosigned.Differs.class);
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void piecesAreHashedAsTheAgreementSays(TreeHash hash) throws Exception {
    var node = node(1 << 20, 8 << 20);
    node.treeHash = hash;
    var store = store(node, SESSION_KEY, endpointOf(node), ledger, UNHURRIED, hash);
    var content = bytes(100_000);
    var receipt = store.put(name(), 100_000, in(content)).receipt().orElseThrow();
    assertThat(receipt.treeHash()).isEqualTo(hash);
    assertThat(receipt.root()).isEqualTo(tree(hash, content).root());
    assertThat(store.cosign(1, new UnitRoot(node.expectedRoot(), receipt.leaves())))
        .isInstanceOf(Cosigned.Agreed.class);
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void aReceiptForATreeOfAnotherKindIsRefused(TreeHash hash) throws Exception {
    var node = node(1 << 20, 8 << 20);
    node.treeHash = hash == TreeHash.SHA256 ? TreeHash.KECCAK256 : TreeHash.SHA256;
    var store = store(node, SESSION_KEY, endpointOf(node), ledger, UNHURRIED, hash);
    assertRefused(Reason.CORRUPT, () -> store.put(name(), 1000, in(bytes(1000))));
  }

  private static PossessionTree tree(TreeHash hash, byte[] bytes) {
    return new TreeBuilder(TreeShape.of(hash)).add(bytes).finish();
  }

  private TestNode node(long capacityBytes, long windowBytes) throws IOException {
    var node = new TestNode(SESSION_KEY.address(), MESSAGES, capacityBytes, windowBytes);
    open.add(node);
    return node;
  }

  private NodeObjectStore store(TestNode node, PrivateKey key) {
    return store(node, key, endpointOf(node), ledger, UNHURRIED);
  }

  private NodeObjectStore store(
      TestNode node, PrivateKey key, URI endpoint, EgressLedger payer, Duration patience) {
    return store(node, key, endpoint, payer, patience, TreeHash.STANDARD);
  }

  private NodeObjectStore store(
      TestNode node,
      PrivateKey key,
      URI endpoint,
      EgressLedger payer,
      Duration patience,
      TreeHash treeHash) {
    var http = new NodeHttp(Duration.ofSeconds(2));
    open.add(http);
    var agreement =
        new NodeAgreement(
            TestNode.AGREEMENT,
            TestNode.PROVIDER,
            node.key.address(),
            endpoint,
            PRICE,
            BigInteger.TEN.pow(12),
            treeHash);
    return new NodeObjectStore(
        http, agreement, MESSAGES, key, payer, InstantSource.system(), patience);
  }
}
