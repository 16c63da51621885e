package network.flashback.benchmarks.gas;

import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Abis;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// Freshly deployed contracts with production's times, and those who act on them.
final class Scene {
  static final int DEPLOYER = 0;
  static final int CONSUMER = 1;
  static final int GATEWAY = 2;
  static final int FIRST_PROVIDER = 3;
  static final int FIRST_REPORTER = 9;
  static final int REPORTERS = 4;
  static final int MARKET = 1;

  /// The market in the chain's own coin.
  static final int COIN_MARKET = 2;

  private static final long EPOCH_SECONDS = 86_400;
  // Payout wallets hold nothing and send nothing, so that they need no funded account.
  private static final int FIRST_PAYOUT = 100;
  private static final BigInteger DOLLARS = BigInteger.TEN.pow(15);
  private static final BigInteger FLASH =
      BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(20_000));

  private final GasChain chain;
  private final Contracts contracts;
  private final Schedule schedule;
  private final RandomGenerator random;

  private Scene(GasChain chain, Contracts contracts, RandomGenerator random) {
    this.chain = chain;
    this.contracts = contracts;
    this.schedule = contracts.orchestrator().schedule();
    this.random = random;
  }

  /// Deploys the contracts.
  ///
  /// @param challenges per audit
  static Scene found(GasChain chain, int challenges, RandomGenerator random) {
    var deployer = chain.sender(DEPLOYER);
    var plan =
        DeploymentPlan.development(
            chain.now(),
            EPOCH_SECONDS,
            List.of(FakeDrand.publicKeyWords()),
            chain.now(),
            deployer.address());
    var name = "WrappedCoin";
    var coin = Contract.deploy(deployer, name, Abis.of(name), Abis.creationCode(name));
    var deployment =
        new ContractDeployer(chain.chain(), deployer)
            .deploy(withChallenges(plan, challenges).payableIn(coin.address()));
    var scene = new Scene(chain, Contracts.connect(chain.chain(), deployment), random);
    scene.endowConsumer();
    return scene;
  }

  private static DeploymentPlan withChallenges(DeploymentPlan plan, int challenges) {
    return new DeploymentPlan(
        plan.schedule(),
        plan.startSeconds(),
        plan.noticeSeconds(),
        plan.offerLifeSeconds(),
        plan.unbondingSeconds(),
        plan.beaconKey(),
        plan.beaconGenesis(),
        plan.beaconPeriod(),
        plan.beaconFallbackSeconds(),
        challenges,
        plan.stakeThresholds(),
        plan.reporterStake(),
        plan.stableCoin(),
        plan.wrappedCoin(),
        plan.feeBps(),
        plan.voting(),
        plan.disputes(),
        plan.prepaid(),
        plan.bounty(),
        plan.treasury());
  }

  GasChain chain() {
    return chain;
  }

  Contracts contracts() {
    return contracts;
  }

  Schedule schedule() {
    return schedule;
  }

  Address dollar() {
    return contracts.deployment().address("TestDollar");
  }

  /// 32 bytes none of which is known before: salts and hashes of texts that play no part here.
  Bytes32 anything() {
    byte[] word = new byte[Bytes32.SIZE];
    random.nextBytes(word);
    return Bytes32.of(word);
  }

  private void endowConsumer() {
    var token = contracts.token(dollar());
    var consumer = chain.key(CONSUMER).address();
    chain.send(DEPLOYER, token.mint(consumer, DOLLARS));
    chain.send(CONSUMER, token.approve(contracts.orchestrator().address(), DOLLARS));
  }

  /// The number of the n-th provider beside four reporters, whose accounts lie in between.
  static int providerNumber(int nth) {
    int before = FIRST_REPORTER - FIRST_PROVIDER;
    return nth < before ? nth : nth + REPORTERS;
  }

  /// Registers and stakes provider number `number`, counted from 0.
  Provider provider(int number) {
    int account = FIRST_PROVIDER + number;
    chain.send(DEPLOYER, contracts.token(dollar()).mint(chain.key(account).address(), DOLLARS));
    long id =
        enrol(
            account,
            Registry.DIRECT,
            chain.key(FIRST_PAYOUT + number).address(),
            dollar(),
            DOLLARS);
    return new Provider(account, id);
  }

  /// Stakes coins of the chain, wrapped, for a provider: collateral of agreements paid in them.
  void stakeCoins(Provider provider) {
    var amount = Wei.ether(1);
    var coin = new Contract("WrappedCoin", coin(), Abis.of("WrappedCoin"), chain.chain());
    chain.send(provider.account(), coin.callOf("deposit").sending(amount));
    stake(provider.account(), provider.id(), coin(), amount.amount());
  }

  private Address coin() {
    return contracts.coinDesk().coin();
  }

  /// Registers, stakes and joins reporters; they count from the next epoch on.
  ///
  /// @param from number of the first one, counted from 0
  void reporters(int from, int to) {
    var flash = contracts.deployment().address("FlashToken");
    for (int number = from; number < to; number++) {
      int account = FIRST_REPORTER + number;
      var address = chain.key(account).address();
      chain.send(DEPLOYER, contracts.token(flash).transfer(address, FLASH));
      long id = enrol(account, Registry.REPORTER, address, flash, FLASH);
      chain.send(account, contracts.quality().join(id));
    }
  }

  private long enrol(int account, int kinds, Address payout, Address token, BigInteger stake) {
    Receipt registered =
        chain.send(
            account,
            contracts
                .registry()
                .register(
                    kinds,
                    payout,
                    chain.key(account).address(),
                    anything(),
                    "https://member-" + account + ".example"));
    long id = contracts.registry().registeredId(registered);
    stake(account, id, token, stake);
    return id;
  }

  private void stake(int account, long id, Address token, BigInteger amount) {
    chain.send(account, contracts.token(token).approve(contracts.stakes().address(), amount));
    chain.send(account, contracts.stakes().stake(id, token, amount));
  }
}
