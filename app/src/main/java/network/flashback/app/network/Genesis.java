package network.flashback.app.network;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import network.flashback.app.development.DevelopmentProvider;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Keccak256;
import network.flashback.evm.keystore.DevelopmentKeys;

/// First start of a development network: deploys the contracts, mints test tokens, stakes and registers providers and reporters,
/// writes keystores and configuration. Later starts find it done.
final class Genesis {
  private static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);
  private static final BigInteger FLASH = BigInteger.TEN.pow(18);
  private static final BigInteger CONSUMER_DOLLARS = DOLLAR.multiply(BigInteger.valueOf(1_000_000));
  private static final BigInteger PROVIDER_STAKE = DOLLAR.multiply(BigInteger.valueOf(10_000));
  private static final BigInteger REPORTER_STAKE = FLASH.multiply(BigInteger.valueOf(10_000));
  private static final String MEMBERS_FILE = "members.properties";

  private final NetworkPlan plan;
  private final MemberConfiguration configuration;
  private final Wallets wallets;

  Genesis(NetworkPlan plan, Path home) {
    this.plan = plan;
    this.configuration = new MemberConfiguration(plan, home);
    this.wallets = new Wallets(plan, new SecureRandom());
  }

  void run() {
    try (var rpc = new JsonRpc(plan.url(Member.ANVIL), RetryPolicy.STANDARD)) {
      var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
      if (!Files.exists(plan.data().resolve(MEMBERS_FILE))) {
        create(chain);
      }
      Deployment.read(plan.deployment()).verify(chain);
      var members = members();
      configuration.write(members);
    } catch (IOException e) {
      throw new NetworkException("The network's folder %s: %s".formatted(plan.data(), e.getMessage()), e);
    }
  }

  private void create(Chain chain) throws IOException {
    long now = chain.head().timestamp().getEpochSecond();
    var deployer = sender(chain, DevelopmentWallet.DEPLOYER);
    var deployment =
        new ContractDeployer(chain, deployer)
            .deploy(
                DeploymentPlan.development(
                    now,
                    plan.epochSeconds(),
                    List.of(FakeDrand.publicKeyWords()),
                    now,
                    deployer.address()));
    deployment.write(plan.deployment());
    var contracts = Contracts.connect(chain, deployment);
    endow(contracts, deployer);
    var ids = register(contracts);
    for (var member : Member.roles()) {
      wallets.write(member, DevelopmentWallet.of(member).key(chain.id()));
    }
    var properties = new Properties();
    ids.forEach((member, id) -> properties.setProperty(member, Long.toString(id)));
    properties.setProperty("beacon.genesis", Long.toString(now));
    // Written last: its presence says that everything before it is done.
    var temporary = plan.data().resolve(MEMBERS_FILE + ".new");
    try (var writer = Files.newBufferedWriter(temporary)) {
      properties.store(writer, "Ids in the Registry");
    }
    Files.move(
        temporary,
        plan.data().resolve(MEMBERS_FILE),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /// Test dollars for consumers and providers, FLASH for reporters.
  private static void endow(Contracts contracts, TransactionSender deployer) {
    var dollar = contracts.token(contracts.deployment().address("TestDollar"));
    var flash = contracts.token(contracts.deployment().address("FlashToken"));
    var sent = new ArrayList<network.flashback.chain.PendingTransaction>();
    for (var consumer :
        List.of(DevelopmentWallet.CONSUMER, DevelopmentWallet.SECOND_CONSUMER)) {
      sent.add(deployer.submit(dollar.mint(address(contracts, consumer), CONSUMER_DOLLARS)));
    }
    for (int i = 1; i <= Member.NODES; i++) {
      sent.add(
          deployer.submit(
              dollar.mint(
                  address(contracts, DevelopmentWallet.of(Member.node(i))), PROVIDER_STAKE)));
    }
    for (int i = 1; i <= Member.REPORTERS; i++) {
      sent.add(
          deployer.submit(
              flash.transfer(
                  address(contracts, DevelopmentWallet.of(Member.reporter(i))), REPORTER_STAKE)));
    }
    sent.forEach(network.flashback.chain.PendingTransaction::await);
  }

  private Map<String, Long> register(Contracts contracts) {
    var ids = new LinkedHashMap<String, Long>();
    // One after another, so that node-1 is provider 1; approving and staking overlap.
    var staking = new ArrayList<Runnable>();
    for (var provider : DevelopmentProvider.ALL) {
      var member = Member.node(provider.number());
      var sender = sender(contracts.chain(), DevelopmentWallet.of(member));
      long id =
          registered(
              contracts,
              sender,
              member,
              Registry.DIRECT,
              address(contracts, DevelopmentWallet.payoutOf(provider.number())));
      ids.put(member.name(), id);
      staking.add(() -> stake(contracts, sender, id, "TestDollar", PROVIDER_STAKE));
    }
    for (int i = 1; i <= Member.REPORTERS; i++) {
      var member = Member.reporter(i);
      var sender = sender(contracts.chain(), DevelopmentWallet.of(member));
      long id = registered(contracts, sender, member, Registry.REPORTER, sender.address());
      ids.put(member.name(), id);
      staking.add(
          () -> {
            stake(contracts, sender, id, "FlashToken", REPORTER_STAKE);
            sender.send(contracts.quality().join(id));
          });
    }
    Parallel.run(staking);
    return ids;
  }

  private long registered(
      Contracts contracts, TransactionSender sender, Member member, int kinds, Address payout) {
    var registry = contracts.registry();
    return registry.registeredId(
        sender.send(
            registry.register(
                kinds,
                payout,
                sender.address(),
                Keccak256.hash("development profile of " + member.name()),
                plan.url(member).toString())));
  }

  private static void stake(
      Contracts contracts, TransactionSender sender, long id, String token, BigInteger amount) {
    var erc20 = contracts.token(contracts.deployment().address(token));
    sender.send(erc20.approve(contracts.stakes().address(), amount));
    sender.send(contracts.stakes().stake(id, erc20.address(), amount));
  }

  private Properties members() throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(plan.data().resolve(MEMBERS_FILE))) {
      properties.load(reader);
    }
    return properties;
  }

  private static Address address(Contracts contracts, DevelopmentWallet wallet) {
    return wallet.key(contracts.chain().id()).address();
  }

  private static TransactionSender sender(Chain chain, DevelopmentWallet wallet) {
    return new TransactionSender(
        chain,
        wallet.key(chain.id()),
        SendingPolicy.DEVELOPMENT,
        InstantSource.system());
  }
}
