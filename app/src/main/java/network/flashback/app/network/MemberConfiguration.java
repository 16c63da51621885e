package network.flashback.app.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import network.flashback.app.config.ConfigurationFile;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.app.development.DevelopmentProvider;
import network.flashback.chain.deploy.DeploymentPlan;

/// Writes every member's configuration from the plan and the ids that registration gave.
final class MemberConfiguration {
  private static final long DAY_SECONDS = 86_400;
  private static final String HEADING = "Written by `flashback up`; changed at its next start.";

  private final NetworkPlan plan;
  private final Path home;

  MemberConfiguration(NetworkPlan plan, Path home) {
    this.plan = plan;
    this.home = home;
  }

  void write(Properties members) {
    new ConfigurationFile(Role.BEACON, HEADING)
        .set(ConfigurationKey.HTTP_PORT, plan.port(Member.BEACON))
        .set(ConfigurationKey.BEACON_GENESIS, members.getProperty("beacon.genesis"))
        .write(plan.configuration(Member.BEACON));
    platform();
    for (var provider : DevelopmentProvider.ALL) {
      node(provider, members);
    }
    for (int i = 1; i <= Member.REPORTERS; i++) {
      reporter(Member.reporter(i), members);
    }
    gateway();
  }

  private void platform() {
    var console = home.resolve("console/dist");
    onChain(Role.PLATFORM, Member.PLATFORM)
        .set(ConfigurationKey.BEACON_URL, plan.url(Member.BEACON))
        .set(ConfigurationKey.DATABASE_URL, plan.databaseUrl("market"))
        .set(ConfigurationKey.PLATFORM_CONSOLE, Files.isDirectory(console) ? console : "")
        .set(ConfigurationKey.PLATFORM_PUBLIC_CHAIN, plan.url(Member.ANVIL))
        .set(ConfigurationKey.PLATFORM_PUBLIC_GATEWAY, plan.url(Member.GATEWAY))
        .write(plan.configuration(Member.PLATFORM));
  }

  private void gateway() {
    onChain(Role.GATEWAY, Member.GATEWAY)
        .set(ConfigurationKey.DATABASE_URL, plan.databaseUrl("gateway"))
        .set(ConfigurationKey.GATEWAY_ROOT_KEY, "root.key")
        .set(ConfigurationKey.GATEWAY_MARKET_URL, plan.url(Member.PLATFORM))
        .set(
            ConfigurationKey.GATEWAY_ORIGINS,
            plan.url(Member.PLATFORM) + ",http://localhost:" + plan.port(Member.PLATFORM))
        .write(plan.configuration(Member.GATEWAY));
  }

  private void node(DevelopmentProvider provider, Properties members) {
    var member = Member.node(provider.number());
    // A day of the development chain is one epoch, so a price per month counts for that shorter
    // month.
    long price = provider.priceGibMonth() * DAY_SECONDS / plan.epochSeconds();
    onChain(Role.NODE, member)
        .set(ConfigurationKey.BEACON_URL, plan.url(Member.BEACON))
        .set(ConfigurationKey.NODE_PROVIDER_ID, members.getProperty(member.name()))
        .set(ConfigurationKey.NODE_DISK, "disk")
        .set(ConfigurationKey.NODE_CAPACITY_BYTES, provider.capacityBytes())
        .set(ConfigurationKey.NODE_CLASS, provider.storageClass())
        .set(ConfigurationKey.NODE_REGION, provider.region())
        .set(ConfigurationKey.NODE_PRICE_GIB_MONTH, price)
        .set(ConfigurationKey.NODE_PRICE_EGRESS_GIB, provider.priceEgressGib())
        .set(
            ConfigurationKey.NODE_COLLATERAL_SECONDS,
            DeploymentPlan.scaled(30 * DAY_SECONDS, plan.epochSeconds()))
        .set(ConfigurationKey.NODE_MARKET_URL, plan.url(Member.PLATFORM))
        .write(plan.configuration(member));
  }

  private void reporter(Member member, Properties members) {
    onChain(Role.REPORTER, member)
        .set(ConfigurationKey.REPORTER_ID, members.getProperty(member.name()))
        .set(ConfigurationKey.REPORTER_RECORDS, "records")
        .set(ConfigurationKey.REPORTER_MARKET_URL, plan.url(Member.PLATFORM))
        .write(plan.configuration(member));
  }

  private ConfigurationFile onChain(Role role, Member member) {
    return new ConfigurationFile(role, HEADING)
        .set(ConfigurationKey.HTTP_PORT, plan.port(member))
        .set(ConfigurationKey.CHAIN_RPC, plan.url(Member.ANVIL))
        .set(ConfigurationKey.CHAIN_DEPLOYMENT, plan.deployment())
        .set(ConfigurationKey.KEYSTORE, Wallets.KEYSTORE)
        .set(ConfigurationKey.KEYSTORE_PASSWORD_FILE, Wallets.KEY_FILE);
  }
}
