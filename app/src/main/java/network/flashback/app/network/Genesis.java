package network.flashback.app.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.keystore.DevelopmentKeys;

/// First start of a development network: deploys the contracts, mints test tokens, stakes and
/// registers providers and reporters, writes keystores and configuration. Later starts find it
/// done.
final class Genesis {
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
      throw new NetworkException(
          "The network's folder %s: %s".formatted(plan.data(), e.getMessage()), e);
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
                        deployer.address())
                    .servedBy(
                        DevelopmentWallet.arbitrators().stream()
                            .map(wallet -> wallet.key(chain.id()).address())
                            .toList(),
                        DevelopmentWallet.PLATFORM.key(chain.id()).address()));
    deployment.write(plan.deployment());
    var contracts = Contracts.connect(chain, deployment);
    var ids = new Enrolment(contracts, plan).run(deployer);
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
        temporary, plan.data().resolve(MEMBERS_FILE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private Properties members() throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(plan.data().resolve(MEMBERS_FILE))) {
      properties.load(reader);
    }
    return properties;
  }

  static TransactionSender sender(Chain chain, DevelopmentWallet wallet) {
    return new TransactionSender(
        chain, wallet.key(chain.id()), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }
}
