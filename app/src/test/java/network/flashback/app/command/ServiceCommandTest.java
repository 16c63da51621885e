package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A service from its offer to its rating, by commands alone.
class ServiceCommandTest {
  private static final int MINTER = 0;
  private static final int PROVIDER = 3;
  private static final int CONSUMER = 4;
  private static final int STRANGER = 5;
  private static final BigInteger DOLLARS = BigInteger.valueOf(1_000_000_000);
  private static final Address PAYOUT = Address.of(Bytes32.of(0x7000));

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  private final Contracts contracts = chain.contracts();
  @TempDir private Path folder;

  @BeforeEach
  void registerAndWriteFiles() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "provider", PROVIDER);
    chain.keystore(folder, "consumer", CONSUMER);
    chain.keystore(folder, "stranger", STRANGER);
    Files.writeString(file("work"), "Move the bucket.");
    Files.writeString(file("done"), "Moved it.");
    var node = chain.keys().key(PROVIDER).address();
    var dollar = dollar();
    chain.send(
        PROVIDER,
        contracts.registry().register(Registry.MIGRATION, PAYOUT, node, Bytes32.ZERO, ""));
    for (int key : new int[] {PROVIDER, CONSUMER}) {
      chain.send(MINTER, contracts.token(dollar).mint(chain.keys().key(key).address(), DOLLARS));
    }
    var stakes = contracts.stakes();
    chain.send(PROVIDER, contracts.token(dollar).approve(stakes.address(), DOLLARS));
    chain.send(PROVIDER, stakes.stake(1, dollar, DOLLARS));
  }

  @Test
  void aServiceIsOfferedHiredDeliveredAcceptedWithdrawnAndRated() throws IOException {
    ok(
        "service",
        "offer",
        path("work"),
        "--to",
        consumer(),
        "--milestone",
        "5/PT10M/PT90S",
        "--milestone",
        "2.5/PT20M/PT90S",
        "--out",
        path("offer"),
        "--key",
        key("provider"));
    assertThat(chain.out()).contains("migration for 7.5 tUSD in 2 milestones, offered to ");
    refused("is about another statement of work", hire("done", "consumer", "--yes"));
    refused("The offer is made to ", hire("work", "stranger", "--yes"));
    refused("Repeat the command with --yes", hire("work", "consumer"));
    assertThat(contracts.engagements().count()).isZero();
    ok(hire("work", "consumer", "--yes"));
    assertThat(chain.out())
        .contains("engagement 1, migration, running")
        .contains("the provider delivers milestone 0 by ");

    refused("only what is delivered can be accepted", accept("done", "consumer"));
    ok("service", "deliver", "1", path("done"), "--key", key("provider"));
    assertThat(chain.out()).contains("the consumer accepts or disputes milestone 0 by ");
    refused(
        "No time of engagement 1 has passed", "service", "settle", "1", "--key", key("stranger"));
    refused("is not what was delivered", accept("work", "consumer"));
    refused("NotParty", accept("done", "stranger"));
    refused("Nothing of engagement 1 was paid", rate("5"));
    ok(accept("done", "consumer"));
    ok("service", "withdraw", "1", "--key", key("stranger"));
    assertThat(chain.out()).contains("4.9 tUSD sent to " + PAYOUT);
    refused("owes nobody anything now", "service", "withdraw", "1", "--key", key("stranger"));
    ok(rate("4"));
    refused("is rated already: once is all", rate("5"));

    ok("service", "cancel", "1", "--key", key("provider"));
    assertThat(chain.out()).contains("wished by the provider");
    ok("service", "cancel", "1", "--key", key("consumer"));
    refused("nothing can be cancelled", "service", "cancel", "1", "--key", key("consumer"));
    ok("service", "withdraw", "1", "--key", key("stranger"));
    assertThat(chain.out()).contains("2.5 tUSD sent to " + consumer());
    ok("service", "list", "--provider", "1");
    assertThat(chain.out()).contains("1    migration  provider 1    cancelled 1 of 2 delivered");
    ok("service", "show", "1");
    assertThat(chain.out()).contains("nothing: it is over");
    ok("service", "list", "--json");
    assertThat(chain.json().path("state").asText()).isEqualTo("cancelled");
    ok("service", "show", "1", "--json");
    assertThat(chain.json().path("milestones").path(1).path("amount").asText())
        .isEqualTo("2500000");
    refused("There is no engagement 2 on this chain", "service", "show", "2");
    assertThat(contracts.token(dollar()).balanceOf(contracts.engagements().address()))
        .isEqualTo(100_000);
  }

  @Test
  void silenceAfterADeliveryPaysAndSilenceBeforeOneRefunds() {
    ok(
        "service",
        "offer",
        path("work"),
        "--to",
        consumer(),
        "--milestone",
        "5/PT10M/PT90S",
        "--milestone",
        "2.5/PT20M/PT90S",
        "--out",
        path("offer"),
        "--key",
        key("provider"));
    ok(hire("work", "consumer", "--yes"));
    ok("service", "deliver", "1", path("done"), "--key", key("provider"));
    travel(91);
    ok("service", "show", "1");
    assertThat(chain.out()).contains("pays milestone 0, which nobody disputed in time");
    ok("service", "settle", "1", "--key", key("stranger"));
    travel(1200);
    ok("service", "settle", "1", "--key", key("stranger"));
    assertThat(contracts.engagements().earningsOf(1, 1)).isEqualTo(5_000_000);
    var refund = contracts.engagements().refundOf(chain.keys().key(CONSUMER).address(), dollar());
    assertThat(refund).isEqualTo(2_500_000);
  }

  @Test
  void offersThatNobodyCouldHireAreRefusedBeforeTheyAreSigned() {
    refused("The register names no provider", offer("consumer", "migration", "5/PT10M/PT90S"));
    refused("is not registered for analytics", offer("provider", "analytics", "5/PT10M/PT90S"));
    refused("There is no kind of service 'cleaning'", offer("provider", "cleaning", "5/P1D/P3D"));
    refused("must be AMOUNT/DELIVER/ACCEPT", offer("provider", "migration", "5/PT10M"));
    refused("which is no duration", offer("provider", "migration", "5/soon/PT90S"));
    refused("The consumer must have ", offer("provider", "migration", "5/PT10M/PT1S"));
    refused("must be more than nothing", offer("provider", "migration", "0/PT10M/PT90S"));
    assertThat(file("offer")).doesNotExist();
    ok("service", "offer", "--cancel-all", "--key", key("provider"));
    assertThat(contracts.engagements().offerNonceOf(1)).isEqualTo(1);
  }

  private String[] offer(String wallet, String kind, String milestone) {
    return new String[] {
      "service",
      "offer",
      path("work"),
      "--to",
      consumer(),
      "--kind",
      kind,
      "--milestone",
      milestone,
      "--out",
      path("offer"),
      "--key",
      key(wallet)
    };
  }

  private String[] hire(String statement, String wallet, String... more) {
    return Stream.concat(
            Stream.of(
                "service",
                "hire",
                path("offer"),
                "--statement",
                path(statement),
                "--key",
                key(wallet)),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  private String[] accept(String delivery, String wallet) {
    return new String[] {
      "service",
      "accept",
      "1",
      "--milestone",
      "0",
      "--delivery",
      path(delivery),
      "--key",
      key(wallet)
    };
  }

  private String[] rate(String stars) {
    return new String[] {"service", "rate", "1", stars, "--key", key("consumer")};
  }

  private String consumer() {
    return chain.keys().key(CONSUMER).address().toString();
  }

  private Address dollar() {
    return contracts.orchestrator().market(1).token();
  }

  private void travel(long seconds) {
    chain.rpc().call("evm_increaseTime", seconds);
    chain.rpc().call("evm_mine");
  }

  private void ok(String... words) {
    assertThat(chain.run(folder, Arrays.asList(words))).as(chain.err()).isZero();
  }

  private void refused(String why, String... words) {
    assertThat(chain.run(folder, Arrays.asList(words))).as(chain.out() + chain.err()).isEqualTo(1);
    assertThat(chain.err()).contains(why);
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  private String path(String name) {
    return file(name).toString();
  }

  private String key(String wallet) {
    return folder.resolve(wallet).resolve("keystore.json").toString();
  }
}
