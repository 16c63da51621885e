package network.flashback.app.command;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;

/// A provider with a stake, a consumer, and an agreement between them that runs for five epochs.
final class OneAgreement {
  static final int CONSUMER = 1;
  static final int NODE = 2;
  static final BigInteger STAKE = BigInteger.TEN.pow(13);

  /// 864 dollars a day.
  static final BigInteger RATE = BigInteger.valueOf(10_000).shiftLeft(32);

  private static final long CAPACITY = 1 << 20;

  private final CommandChain chain;
  private final long epochSeconds;
  private final AgreementId id;

  private OneAgreement(CommandChain chain, long epochSeconds) {
    this.chain = chain;
    this.epochSeconds = epochSeconds;
    this.id = running(chain.contracts().chain().head().timestamp().getEpochSecond());
  }

  static AgreementId on(CommandChain chain, long epochSeconds) {
    return new OneAgreement(chain, epochSeconds).id;
  }

  private static OfferTerms offer(long now) {
    return new OfferTerms(
        1,
        1,
        RATE.shiftLeft(10),
        BigInteger.ZERO,
        CAPACITY,
        1,
        1,
        1L << 30,
        0,
        0,
        Bytes32.ZERO,
        Bytes32.ZERO,
        now + 3_000,
        0,
        BigInteger.ONE);
  }

  private AgreementId running(long now) {
    var contracts = chain.contracts();
    var keys = chain.keys();
    var orchestrator = contracts.orchestrator();
    var dollar = contracts.deployment().address("TestDollar");
    endow(NODE, contracts.stakes().contract().address());
    endow(CONSUMER, orchestrator.address());
    var node = keys.key(NODE).address();
    chain.send(
        NODE,
        contracts
            .registry()
            .register(Registry.DIRECT, node, node, Bytes32.of(1), "https://node.example"));
    chain.send(NODE, contracts.stakes().stake(1, dollar, STAKE));
    var offer = offer(now);
    var offered = keys.key(NODE).sign(offer.typedData(orchestrator.domain())).toBytes();
    long endsAt = now + 5 * epochSeconds;
    var deposit = BigInteger.valueOf(10_000 * 5 * epochSeconds);
    var hash = offer.hash(orchestrator.domain());
    var leg = new LegTerms(1, hash, CAPACITY, RATE, deposit, BigInteger.ZERO, BigInteger.ZERO);
    var terms =
        new SlaTerms(
            keys.key(CONSUMER).address(),
            1,
            1,
            1,
            now + 3_000,
            endsAt,
            RATE,
            0,
            BigInteger.ZERO,
            List.of(),
            List.of(leg),
            Bytes32.ZERO,
            BigInteger.ONE);
    chain.send(CONSUMER, orchestrator.open(terms, List.of(new SignedOffer(offer, offered))));
    var opened =
        contracts.lens().sla(terms.hash(orchestrator.domain())).agreements().getFirst().id();
    var revision = new Revision(opened, Bytes32.ZERO, 0, 1, TreeHash.STANDARD);
    var data = revision.typedData(contracts.possession().domain());
    chain.send(
        NODE,
        contracts
            .possession()
            .commit(
                revision,
                keys.key(CONSUMER).sign(data).toBytes(),
                keys.key(NODE).sign(data).toBytes()));
    return opened;
  }

  private void endow(int key, Address spender) {
    var token = chain.contracts().token(chain.contracts().deployment().address("TestDollar"));
    chain.send(0, token.mint(chain.keys().key(key).address(), STAKE));
    chain.send(key, token.approve(spender, STAKE));
  }
}
