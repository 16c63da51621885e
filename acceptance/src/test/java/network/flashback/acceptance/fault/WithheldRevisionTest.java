package network.flashback.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import network.flashback.app.gateway.RevisionBringer;
import network.flashback.app.gateway.RevisionBringer.SignedRevisions;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Wei;
import network.flashback.gateway.metadata.Revisions.Signed;
import network.flashback.settlement.ledger.GasBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that proves every epoch, signs what is put, and never brings it onto the chain: the real
/// parts of a node whose duties look in the first hours of an epoch alone, while it brings
/// revisions late. Epochs of a day, and gateways with what both sides signed.
class WithheldRevisionTest {
  private static final long SEED = 20_261_128;
  private static final long HOUR = 3_600;
  private static final int GATEWAY = 16;
  private static final int OTHER_GATEWAY = 17;
  private static final int BYTES = 50_000;

  @TempDir Path disks;

  private final Random random = new Random(SEED);
  private final Notes notes = new Notes();
  private FaultChain chain;
  private FaultMarket market;

  @BeforeEach
  void begin() throws Exception {
    System.out.println("seed of the withheld revisions: " + SEED);
    chain = new FaultChain();
    market = new FaultMarket(chain, 2, disks, random);
    market.begin(0);
    market.begin(1);
    chain.at(chain.schedule().startOf(FaultMarket.FIRST) - HOUR);
    market.leg(0).provider().look();
  }

  @AfterEach
  void end() throws Exception {
    market.close();
    chain.close();
  }

  @Test
  void whatANodeKeepsBackIsBroughtAfterAWholeEpochAndAuditedFromTheNext() throws Exception {
    var gateway = gateway(GATEWAY, Wei.ether(1));
    long before = onChain();
    signMoreIn(1, gateway);
    proveIn(2);
    at(2, 23 * HOUR);
    gateway.look();
    assertThat(onChain()).as("within the node's own time").isEqualTo(before);

    proveIn(3);
    gateway.look();
    var newest = notes.newest(agreement()).orElseThrow();
    assertThat(onChain()).isEqualTo(newest.sequence());
    assertThat(gateway.brought()).isOne();
    var audited = chain.contracts().possession().auditedRevisionOf(market.leg(0).agreement(), 4);
    assertThat(audited.root()).isEqualTo(newest.unit().root());

    proveIn(4);
    proveIn(5);
    assertThat(confirmed(4)).as("the epoch that asked for what was kept back").isTrue();
  }

  @Test
  void whatANodeBringsByItselfIsNotBroughtAgain() throws Exception {
    var gateway = gateway(GATEWAY, Wei.ether(1));
    signMoreIn(1, gateway);
    at(1, 20 * HOUR);
    market.leg(0).provider().look();
    proveIn(2);
    at(3, HOUR);
    gateway.look();
    assertThat(gateway.brought()).isZero();
    assertThat(gateway.overdue()).isZero();
  }

  @Test
  void anOlderOneThatIsBroughtInsteadDoesNotPutItOff() throws Exception {
    var gateway = gateway(GATEWAY, Wei.ether(1));
    var older = signMoreIn(1, gateway);
    var newer = signMore();
    gateway.look();
    at(3, HOUR);
    commit(older);
    gateway.look();
    assertThat(onChain()).isEqualTo(newer.sequence());
  }

  @Test
  void twoGatewaysAtOnceBringItOnceAndBothGoOn() throws Exception {
    var one = gateway(GATEWAY, Wei.ether(1));
    var other = gateway(OTHER_GATEWAY, Wei.ether(1));
    signMoreIn(1, one);
    at(3, HOUR);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var look :
          List.of(threads.submit(() -> one.look()), threads.submit(() -> other.look()))) {
        look.get();
      }
    }
    one.look();
    other.look();
    assertThat(onChain()).isEqualTo(notes.newest(agreement()).orElseThrow().sequence());
    assertThat(one.brought() + other.brought()).isOne();
    assertThat(one.overdue() + other.overdue()).isZero();
  }

  @Test
  void aGatewayThatStartsAnewBringsNothingTwice() throws Exception {
    var killed = gateway(GATEWAY, Wei.ether(1));
    signMoreIn(1, killed);
    at(3, HOUR);
    killed.look();
    long sent = sentBy(GATEWAY);
    var another = gateway(GATEWAY, Wei.ether(1));
    another.look();
    assertThat(sentBy(GATEWAY)).isEqualTo(sent);
    assertThat(another.brought()).isZero();
  }

  @Test
  void aBudgetThatIsUsedUpWaitsForTheNextEpochAndSaysSo() throws Exception {
    var gateway = gateway(GATEWAY, Wei.ZERO);
    signMoreIn(1, gateway);
    long before = onChain();
    at(3, HOUR);
    gateway.look();
    assertThat(onChain()).isEqualTo(before);
    assertThat(sentBy(GATEWAY)).isZero();
    assertThat(gateway.overdue()).isOne();
  }

  @Test
  void nothingIsSentBeforeItsTurn() throws Exception {
    var gateway = gateway(GATEWAY, Wei.ether(1));
    signMoreIn(1, gateway);
    long epoch = 3;
    while (turn(epoch) == 0) {
      epoch++;
    }
    at(epoch, turn(epoch) / 2);
    gateway.look();
    assertThat(gateway.brought()).isZero();
    at(epoch, turn(epoch) + 1);
    gateway.look();
    assertThat(gateway.brought()).isOne();
  }

  private long turn(long epoch) {
    return Turns.of(chain.schedule()).ofRunner(chain.key(GATEWAY).address(), epoch);
  }

  private RevisionBringer gateway(int key, Wei budget) throws Exception {
    var way = chain.connect(key);
    return new RevisionBringer(
        way.contracts(),
        notes,
        () -> List.of(market.leg(0).agreement()),
        way.sender(),
        GasBudget.of(budget));
  }

  /// Something is put and signed at noon of an epoch, and the gateway looks.
  private Signed signMoreIn(long epoch, RevisionBringer gateway) throws Exception {
    at(epoch, 12 * HOUR);
    var signed = signMore();
    gateway.look();
    return signed;
  }

  private Signed signMore() throws Exception {
    var piece = new byte[BYTES];
    random.nextBytes(piece);
    market.leg(0).putMore(piece);
    var signed = market.leg(0).cosign();
    notes.signed.put(agreement(), signed);
    return signed;
  }

  /// The epoch before is proven, early in this one.
  private void proveIn(long epoch) throws Exception {
    at(epoch, HOUR);
    market.leg(0).provider().look();
  }

  private void at(long epoch, long second) {
    chain.at(chain.schedule().startOf(epoch) + second);
  }

  private void commit(Signed signed) {
    var revision =
        new Revision(
            market.leg(0).agreement(),
            signed.unit().root(),
            signed.unit().leaves(),
            signed.sequence(),
            signed.treeHash());
    chain.send(
        market.leg(0).provider().key(),
        chain
            .contracts()
            .possession()
            .commit(revision, signed.consumer().toBytes(), signed.provider().toBytes()));
  }

  private BigInteger agreement() {
    return market.leg(0).agreement().value();
  }

  private long onChain() {
    return chain.contracts().possession().revisionOf(market.leg(0).agreement()).sequence();
  }

  private boolean confirmed(long epoch) {
    return chain
        .contracts()
        .orchestrator()
        .confirmed(market.leg(0).provider().id(), epoch, epoch)
        .getFirst();
  }

  private long sentBy(int key) {
    var count =
        chain
            .contracts()
            .chain()
            .rpc()
            .call("eth_getTransactionCount", chain.key(key).address().toString(), "latest");
    return Long.decode(count.asText());
  }

  /// What the gateways' common database knows.
  private static final class Notes implements SignedRevisions {
    private final Map<BigInteger, Signed> signed = new HashMap<>();
    private final Map<BigInteger, NavigableMap<Long, Long>> noted = new HashMap<>();

    @Override
    public synchronized void note(long epoch, long settled) {
      signed.forEach(
          (agreement, newest) -> {
            var epochs = noted.computeIfAbsent(agreement, _ -> new TreeMap<>());
            if (!epochs.containsValue(newest.sequence())) {
              epochs.put(epoch, newest.sequence());
            }
          });
    }

    @Override
    public synchronized Map<BigInteger, Long> signedThrough(long epoch) {
      var all = new HashMap<BigInteger, Long>();
      noted.forEach(
          (agreement, epochs) ->
              Optional.ofNullable(epochs.floorEntry(epoch))
                  .ifPresent(entry -> all.put(agreement, entry.getValue())));
      return all;
    }

    @Override
    public synchronized Optional<Signed> newest(BigInteger agreement) {
      return Optional.ofNullable(signed.get(agreement));
    }
  }
}
