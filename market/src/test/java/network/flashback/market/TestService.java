package network.flashback.market;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.EngagementOffer;
import network.flashback.chain.contract.EngagementTerms;
import network.flashback.chain.contract.EngagementTerms.Milestone;
import network.flashback.chain.contract.Engagements;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;

/// A listed migration provider on a test network, and what wallets hire it for.
final class TestService {
  static final BigInteger FIRST = BigInteger.valueOf(2_000_000);
  static final BigInteger SECOND = BigInteger.valueOf(1_000_000);
  private static final int MINTER = 0;
  private static final int MARKET = 1;
  private static final String COINS = "0xde0b6b3a7640000";
  private static final BigInteger DOLLARS = BigInteger.valueOf(10_000_000_000L);

  final long id;
  final Engagements engagements;
  private final TestNetwork network;
  private final int owner;
  private long salt;

  /// @param owner key of the owner, which is the node key too
  /// @param payout key of the payout wallet
  TestService(TestNetwork network, int owner, int payout) {
    this.network = network;
    this.owner = owner;
    this.engagements = network.contracts.engagements();
    endow(owner);
    var sender = network.sender(owner);
    var registry = network.contracts.registry();
    id =
        registry.registeredId(
            sender.send(
                registry.register(
                    Registry.MIGRATION,
                    network.key(payout).address(),
                    network.key(owner).address(),
                    Bytes32.ZERO,
                    "")));
    var stakes = network.contracts.stakes();
    var dollar = network.contracts.token(network.contracts.orchestrator().market(MARKET).token());
    sender.send(dollar.approve(stakes.address(), DOLLARS));
    sender.send(stakes.stake(id, dollar.address(), DOLLARS));
  }

  /// Coins for gas, and dollars.
  private void endow(int key) {
    network.rpc.call("anvil_setBalance", network.key(key).address().toString(), COINS);
    var dollar = network.contracts.token(network.contracts.orchestrator().market(MARKET).token());
    network.sender(MINTER).send(dollar.mint(network.key(key).address(), DOLLARS));
  }

  /// Two milestones, hired by the wallet of this key.
  long hire(int consumer) {
    endow(consumer);
    long now = now();
    long accept = engagements.acceptSecondsLeast();
    var terms =
        new EngagementTerms(
            network.key(consumer).address(),
            id,
            Registry.MIGRATION,
            MARKET,
            List.of(
                new Milestone(FIRST, now + 3_000, accept),
                new Milestone(SECOND, now + 6_000, accept)),
            Bytes32.of(3),
            BigInteger.valueOf(++salt));
    long nonce = engagements.offerNonceOf(id);
    var data = terms.offer(engagements.domain(), now + 600, nonce);
    var offer =
        new EngagementOffer(terms, now + 600, nonce, network.key(owner).sign(data).toBytes());
    var dollar = network.contracts.token(network.contracts.orchestrator().market(MARKET).token());
    var sender = network.sender(consumer);
    sender.send(dollar.approve(engagements.address(), terms.total()));
    return engagements.openedId(sender.send(engagements.open(offer)));
  }

  /// The first milestone is delivered, accepted, and the whole is rated.
  void finish(long engagement, int consumer, int stars) {
    network.sender(owner).send(engagements.deliver(engagement, 0, Bytes32.of(7)));
    network.sender(consumer).send(engagements.accept(engagement, 0));
    network.sender(consumer).send(engagements.rate(engagement, stars, Bytes32.ZERO));
  }

  private long now() {
    return network.chain.head().timestamp().getEpochSecond();
  }
}
