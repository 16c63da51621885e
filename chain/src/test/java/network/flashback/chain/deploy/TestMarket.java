package network.flashback.chain.deploy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import network.flashback.chain.Abis;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;

/// A deployment with one listed provider and two markets, of a dollar and of the chain's own coin,
/// in its epoch 0, and the terms of one deal with it.
final class TestMarket implements AutoCloseable {
  static final long EPOCH_SECONDS = 600;
  static final int CONSUMER = 1;
  static final int PROVIDER = 2;
  static final int OPERATOR = 3;
  static final int DOLLAR_MARKET = 1;
  static final int COIN_MARKET = 2;
  static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);

  private static final int DEPLOYER = 0;
  private static final long BEFORE_GENESIS = 1_000;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger STAKE = DOLLAR.multiply(BigInteger.valueOf(100_000));

  /// A hundredth of a dollar a second.
  private static final BigInteger RATE = BigInteger.valueOf(10_000).shiftLeft(32);

  final DeployedChain chain;
  final Contracts contracts;
  final Address dollar;
  final Address coin;
  final long provider;

  /// @param kinds of the provider
  /// @param arbitrators keys of those that the deployment names
  TestMarket(int kinds, int... arbitrators) throws IOException {
    chain = new DeployedChain(Anvil.Options.FRESH);
    var judges = Arrays.stream(arbitrators).mapToObj(this::address).toList();
    var name = "WrappedCoin";
    coin =
        Contract.deploy(chain.sender(DEPLOYER), name, Abis.of(name), Abis.creationCode(name))
            .address();
    var plan = chain.plan(EPOCH_SECONDS).servedBy(judges, address(OPERATOR)).payableIn(coin);
    var deployment = new ContractDeployer(chain.chain, chain.sender(DEPLOYER)).deploy(plan);
    contracts = Contracts.connect(chain.chain, deployment);
    dollar = deployment.address("TestDollar");
    var endpoint = "https://provider.example";
    var registration =
        contracts.registry().register(kinds, payout(), address(PROVIDER), Bytes32.of(1), endpoint);
    provider = contracts.registry().registeredId(sender(PROVIDER).send(registration));
    endow(PROVIDER, STAKE, contracts.stakes().address());
    sender(PROVIDER).send(contracts.stakes().stake(provider, dollar, STAKE));
    chain.pass(BEFORE_GENESIS);
  }

  static TestMarket withDirectProvider(int... arbitrators) throws IOException {
    return new TestMarket(Registry.DIRECT, arbitrators);
  }

  /// Of a wallet; what the contracts refuse is told by name.
  TransactionSender sender(int key) {
    return new TransactionSender(
        contracts.chain(), chain.key(key), DeployedChain.POLICY, InstantSource.system());
  }

  PrivateKey key(int index) {
    return chain.key(index);
  }

  Address address(int key) {
    return chain.key(key).address();
  }

  static Address payout() {
    return Address.of(Bytes32.of(0x7000));
  }

  BigInteger balance(Address account) {
    return contracts.token(dollar).balanceOf(account);
  }

  long now() {
    return chain.chain.head().timestamp().getEpochSecond();
  }

  /// Mints test dollars, and lets `spender` take them.
  void endow(int key, BigInteger amount, Address spender) {
    var token = contracts.token(dollar);
    sender(DEPLOYER).send(token.mint(address(key), amount));
    sender(key).send(token.approve(spender, amount));
  }

  /// As a vote would order it; that a vote can is shown by [GovernedDeploymentTest].
  void byTimelock(Call call) {
    var timelock = contracts.deployment().address("Timelock").toString();
    chain.rpc.call("anvil_impersonateAccount", timelock);
    chain.rpc.call("anvil_setBalance", timelock, "0xde0b6b3a7640000");
    var target = call.to().orElseThrow().toString();
    chain.rpc.call(
        "eth_sendTransaction",
        Map.of("from", timelock, "to", target, "input", call.input().toString()));
    chain.pass(1);
  }

  /// The provider wraps coins of the chain and stakes them: collateral of what is paid in them.
  void stakeCoins() {
    var stake = Wei.ether(1);
    var wrapped = new Contract("WrappedCoin", coin, Abis.of("WrappedCoin"), contracts.chain());
    sender(PROVIDER).send(wrapped.callOf("deposit").sending(stake));
    sender(PROVIDER)
        .send(contracts.token(coin).approve(contracts.stakes().address(), stake.amount()));
    sender(PROVIDER).send(contracts.stakes().stake(provider, coin, stake.amount()));
  }

  /// The provider's word on what it sells for dollars.
  SignedOffer offer() {
    return offer(DOLLAR_MARKET);
  }

  SignedOffer offer(int market) {
    var offer =
        new OfferTerms(
            provider,
            market,
            RATE.shiftLeft(10),
            BigInteger.ZERO,
            CAPACITY,
            1,
            1,
            100_000_000,
            EPOCH_SECONDS,
            0,
            Bytes32.ZERO,
            Bytes32.ZERO,
            now() + 3_000,
            0,
            BigInteger.ONE);
    var data = offer.typedData(contracts.orchestrator().domain());
    return new SignedOffer(offer, key(PROVIDER).sign(data).toBytes());
  }

  /// One leg with the provider, over about five epochs.
  SlaTerms sla(Address consumer, SignedOffer offer) {
    var hash = offer.offer().hash(contracts.orchestrator().domain());
    var deposit = DOLLAR.multiply(BigInteger.valueOf(60));
    var collateral = DOLLAR.multiply(BigInteger.TEN);
    var leg = new LegTerms(provider, hash, CAPACITY, RATE, deposit, DOLLAR, collateral);
    var schedule = contracts.orchestrator().schedule();
    return new SlaTerms(
        consumer,
        offer.offer().market(),
        1,
        1,
        now() + EPOCH_SECONDS - 60,
        schedule.startOf(schedule.epochAt(now()) + 5),
        RATE,
        0,
        DOLLAR,
        List.of(),
        List.of(leg),
        Bytes32.ZERO,
        BigInteger.ONE);
  }

  @Override
  public void close() {
    chain.close();
  }
}
