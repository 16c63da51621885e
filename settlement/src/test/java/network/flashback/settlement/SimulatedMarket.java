package network.flashback.settlement;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AuditAnswer;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.ledger.ContractLedger;
import network.flashback.settlement.ledger.GasBudget;
import network.flashback.settlement.reporter.FakeUnit;

/// Consumers, providers with bytes in memory, and reporters on a [SimulatedChain].
final class SimulatedMarket implements AutoCloseable {
  static final int CONSUMERS = 2;
  static final int PROVIDERS = 4;
  static final int REPORTERS = 4;
  static final int RUNNERS = 3;
  static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);

  private static final int FIRST_CONSUMER = 1;
  private static final int FIRST_PROVIDER = 3;
  private static final int FIRST_REPORTER = 7;
  private static final int FIRST_RUNNER = 11;
  private static final int FIRST_PAYOUT = 0xba00;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger STAKE = DOLLAR.multiply(BigInteger.valueOf(100_000_000));
  private static final BigInteger CASH = BigInteger.TEN.pow(22);

  /// A dollar a second, 64.32.
  static final BigInteger RATE = DOLLAR.shiftLeft(32);

  /// One leg as it is wanted.
  record Leg(int provider, BigInteger rate, BigInteger egressEscrow, BigInteger collateral) {
    Leg(int provider) {
      this(provider, RATE, DOLLAR, DOLLAR.multiply(BigInteger.valueOf(100_000)));
    }
  }

  final SimulatedChain chain;
  final Contracts contracts;
  final SimulatedReports reports;
  final Map<Bytes32, SlaTerms> slas = new LinkedHashMap<>();
  final Map<AgreementId, FakeUnit> units = new HashMap<>();
  private final List<Long> providerIds = new ArrayList<>();
  private Random random;
  private long salt;

  SimulatedMarket(Random random) throws IOException {
    this.chain = new SimulatedChain();
    this.contracts = chain.contracts;
    this.random = random;
    var dollar = contracts.token(chain.dollar());
    for (int consumer = 0; consumer < CONSUMERS; consumer++) {
      int account = consumer(consumer);
      chain.send(SimulatedChain.DEPLOYER, dollar.mint(chain.address(account), CASH));
      chain.send(account, dollar.approve(contracts.orchestrator().address(), CASH));
    }
    for (int provider = 0; provider < PROVIDERS; provider++) {
      int account = owner(provider);
      long id = register(account, Registry.DIRECT, payout(provider));
      chain.send(SimulatedChain.DEPLOYER, dollar.mint(chain.address(account), STAKE));
      stake(account, id, dollar.address(), STAKE);
      providerIds.add(id);
    }
    var flash = contracts.deployment().address("FlashToken");
    var enough = BigInteger.TEN.pow(22);
    for (int reporter = 0; reporter < REPORTERS; reporter++) {
      int account = FIRST_REPORTER + reporter;
      long id = register(account, Registry.REPORTER, chain.address(account));
      chain.send(
          SimulatedChain.DEPLOYER, contracts.token(flash).transfer(chain.address(account), enough));
      stake(account, id, flash, enough);
      chain.send(account, contracts.quality().join(id));
    }
    reports = new SimulatedReports(this);
  }

  static int consumer(int number) {
    return FIRST_CONSUMER + number;
  }

  static int owner(int provider) {
    return FIRST_PROVIDER + provider;
  }

  static int reporter(int number) {
    return FIRST_REPORTER + number;
  }

  static int runner(int number) {
    return FIRST_RUNNER + number;
  }

  static Address payout(int provider) {
    return Address.of(Bytes32.of(FIRST_PAYOUT + provider));
  }

  long id(int provider) {
    return providerIds.get(provider);
  }

  int provider(AgreementId id) {
    return providerIds.indexOf(id.providerId());
  }

  private long register(int account, int kinds, Address payout) {
    var registry = contracts.registry();
    var call =
        registry.register(
            kinds, payout, chain.address(account), Bytes32.of(1), "http://member.example");
    return registry.registeredId(chain.send(account, call));
  }

  private void stake(int account, long id, Address token, BigInteger amount) {
    chain.send(account, contracts.token(token).approve(contracts.stakes().address(), amount));
    chain.send(account, contracts.stakes().stake(id, token, amount));
  }

  /// An offer that takes the leg, signed now.
  SignedOffer offer(Leg leg) {
    var terms =
        new OfferTerms(
            id(leg.provider()),
            SimulatedChain.MARKET,
            BigInteger.ZERO,
            BigInteger.ZERO,
            CAPACITY << 20,
            1,
            1,
            10_000_000,
            0,
            0,
            Bytes32.ZERO,
            Bytes32.ZERO,
            chain.now() + 3_000,
            contracts.orchestrator().offerNonceOf(id(leg.provider())),
            BigInteger.valueOf(++salt));
    var data = terms.typedData(contracts.orchestrator().domain());
    return new SignedOffer(terms, chain.key(owner(leg.provider())).sign(data).toBytes());
  }

  /// The leg under an offer, paid up to that second.
  LegTerms terms(Leg leg, SignedOffer offer, long endsAt) {
    var seconds = BigInteger.valueOf(endsAt - chain.now());
    return new LegTerms(
        id(leg.provider()),
        offer.offer().hash(contracts.orchestrator().domain()),
        CAPACITY,
        leg.rate(),
        leg.rate().multiply(seconds).shiftRight(32).add(BigInteger.ONE),
        leg.egressEscrow(),
        leg.collateral());
  }

  /// Opens an SLA that pays until `endsAt`. Its agreements start with their first revisions.
  Bytes32 open(int consumer, long endsAt, BigInteger reserve, List<Leg> wanted) {
    var offers = wanted.stream().map(this::offer).toList();
    List<LegTerms> legs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      legs.add(terms(wanted.get(i), offers.get(i), endsAt));
    }
    var highest = wanted.stream().map(Leg::rate).reduce(BigInteger.ZERO, BigInteger::max);
    var sla =
        new SlaTerms(
            chain.address(consumer(consumer)),
            SimulatedChain.MARKET,
            1,
            legs.size(),
            chain.now() + contracts.orchestrator().startSeconds() - 10,
            endsAt,
            highest.shiftLeft(1),
            0,
            reserve,
            List.of(),
            legs,
            Bytes32.ZERO,
            BigInteger.valueOf(++salt));
    chain.send(consumer(consumer), contracts.orchestrator().open(sla, offers));
    var id = sla.hash(contracts.orchestrator().domain());
    slas.put(id, sla);
    return id;
  }

  List<AgreementId> agreements(Bytes32 slaId) {
    return contracts.lens().sla(slaId).agreements().stream().map(each -> each.id()).toList();
  }

  /// The first revision, over new bytes: starts the pay with the next epoch.
  void commit(AgreementId id) {
    var refusal = attemptCommit(id);
    if (refusal.isPresent()) {
      throw new IllegalStateException(
          "the first revision of agreement %s was refused: %s".formatted(id, refusal.get()));
    }
  }

  /// The same where it may be too late: a leg that came in its SLA's last epoch never starts.
  ///
  /// @return the error with which that was refused; empty when it was not
  Optional<String> attemptCommit(AgreementId id) {
    var unit = new FakeUnit(random, 3_000 + random.nextInt(3_000), 500);
    int provider = provider(id);
    var revision = new Revision(id, unit.root(), unit.leaves(), 1, TreeHash.STANDARD);
    var data = revision.typedData(contracts.possession().domain());
    int consumer = consumerOf(id);
    var refusal =
        chain.attempt(
            owner(provider),
            contracts
                .possession()
                .commit(
                    revision,
                    chain.key(consumer).sign(data).toBytes(),
                    chain.key(owner(provider)).sign(data).toBytes()));
    if (refusal.isEmpty()) {
      units.put(id, unit);
    }
    return refusal;
  }

  int consumerOf(AgreementId id) {
    var address = contracts.orchestrator().agreement(id).consumer();
    return chain.address(consumer(0)).equals(address) ? consumer(0) : consumer(1);
  }

  /// Proves what the seed asks for; what is `lost` is admitted.
  ///
  /// @return the error with which that was refused; empty when it was not
  Optional<String> audit(int provider, long epoch, Set<AgreementId> lost) throws IOException {
    List<AuditAnswer> answers = new ArrayList<>();
    for (var challenge : contracts.possession().challengesOf(id(provider), epoch)) {
      answers.add(
          lost.contains(challenge.agreementId())
              ? new AuditAnswer.Admitted()
              : new AuditAnswer.Shown(
                  Objects.requireNonNull(units.get(challenge.agreementId()))
                      .prove(challenge.leafIndex())));
    }
    return chain.attempt(
        owner(provider), contracts.possession().auditAnswering(id(provider), epoch, answers));
  }

  /// A program that settles, seeing the chain through `through`.
  Settlements runner(Contracts through, TransactionSender sender, SettlementObserver observer) {
    return runner(through, sender, observer, GasBudget.of(Wei.ether(1_000)));
  }

  Settlements runner(
      Contracts through, TransactionSender sender, SettlementObserver observer, GasBudget budget) {
    return Settlements.of(
        new ContractLedger(through, sender, FollowingPolicy.DEVELOPMENT, budget, Turns.NONE),
        chain.beacon(),
        reports,
        observer,
        Duration.ZERO);
  }

  Settlements runner(int number, SettlementObserver observer) {
    return runner(contracts, chain.freshSender(runner(number)), observer);
  }

  /// All that the contracts say about money and agreements, but what stands in it of the time at
  /// which something was done. Where several settle, who of them earned a share is left out.
  Map<String, Object> state(boolean whoever) {
    Map<String, Object> state = new TreeMap<>();
    var orchestrator = contracts.orchestrator();
    var stakes = contracts.stakes();
    slas.keySet().forEach(id -> state.put("SLA " + id, contracts.lens().sla(id)));
    state.put("fees", orchestrator.feesOf(SimulatedChain.MARKET));
    for (int provider = 0; provider < PROVIDERS; provider++) {
      long id = id(provider);
      state.put("earnings " + id, orchestrator.earningsOf(id, SimulatedChain.MARKET));
      state.put("confirmed " + id, orchestrator.confirmedOf(id));
      state.put("stake " + id, stakes.stakeOf(id, chain.dollar()));
    }
    for (int consumer = 0; consumer < CONSUMERS; consumer++) {
      var address = chain.address(consumer(consumer));
      state.put("refund " + consumer, orchestrator.refundOf(address, chain.dollar()));
      state.put("slashes " + consumer, stakes.claimableOf(address, chain.dollar()));
    }
    state.put("slashes of the fund", stakes.claimableOf(contracts.fund(), chain.dollar()));
    var proved = new ArrayList<BigInteger>();
    for (int runner = 0; runner < RUNNERS; runner++) {
      proved.add(stakes.claimableOf(chain.address(runner(runner)), chain.dollar()));
    }
    state.put(
        "slashes of runners",
        whoever ? proved.stream().reduce(BigInteger.ZERO, BigInteger::add) : proved);
    return state;
  }

  /// After the chain went back to where nothing was opened: bytes and terms are drawn anew.
  void beginAnew(Random drawn) {
    slas.clear();
    units.clear();
    reports.clear();
    salt = 0;
    random = drawn;
  }

  @Override
  public void close() {
    chain.close();
  }
}
