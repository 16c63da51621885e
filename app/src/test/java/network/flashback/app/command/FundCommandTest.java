package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.flashback.evm.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A vote from the first coin locked to the money spent, by commands alone.
class FundCommandTest {
  private static final int TREASURY = 0;
  private static final int OTHER = 4;
  private static final String RECEIVER = "0x00000000000000000000000000000000000000aa";

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "treasury", TREASURY);
    chain.keystore(folder, "other", OTHER);
  }

  @Test
  void whoLockedInTimeSpendsTheFundByVoteAndNobodyElse() {
    var contracts = chain.contracts();
    var dollar = contracts.token(contracts.orchestrator().market(1).token());
    chain.send(TREASURY, dollar.mint(contracts.fund(), BigInteger.valueOf(5_000_000)));
    ok("show");
    assertThat(chain.out()).contains("fund        5 tUSD").contains("proposals   none yet");

    var spend = spend("3.5", dollar.address());
    refused("takes to propose. Lock more", spend);
    ok("lock", "50000000", "--key", key("treasury"));
    assertThat(chain.out()).contains("votes       50000000 FLASH");
    travel(1);
    refused("at most that", spend("6", dollar.address()));
    ok(spend);
    assertThat(chain.out())
        .contains("why         Shade for the servers.")
        .contains("CommunityFund.spend(token=%s, to=".formatted(dollar.address()))
        .contains("state       pending");
    var name = found("proposal    (0x[0-9a-f]{8})");
    refused("is pending and cannot be voted on now. Next: from ", vote(name, "treasury"));

    travel(contracts.governance().delaySeconds() + 1);
    ok("lock", "1", "--key", key("treasury"));
    refused("weighs nothing on this proposal", vote(name, "other"));
    ok(vote(name, "treasury"));
    assertThat(chain.out())
        .contains("for         50000000 FLASH")
        .contains("quorum      50000000 FLASH of 40000000 FLASH");
    refused("has voted on it: once is all", vote(name, "treasury"));
    refused("is active and cannot be queued now", "queue", name, "--key", key("other"));

    travel(contracts.governance().periodSeconds());
    ok("queue", name, "--key", key("other"));
    refused("It can be executed from ", "execute", name, "--key", key("other"));
    travel(10 * contracts.governance().periodSeconds() / 7);
    ok("execute", name, "--key", key("other"));
    assertThat(chain.out()).contains("next        nothing: it is done");
    ok("proposal", name, "--json");
    assertThat(chain.json().path("state").asText()).isEqualTo("executed");
    assertThat(chain.json().path("for").asText()).isEqualTo("50000000" + "0".repeat(18));
    ok("show", "--json");
    assertThat(chain.json().path("proposals").path(0).path("name").asText()).startsWith(name);
    assertThat(dollar.balanceOf(Address.parse(RECEIVER))).isEqualTo(3_500_000);

    ok("unlock", "50000001", "--key", key("treasury"));
    refused("come out from ", "unlock", "--key", key("treasury"));
    travel(contracts.governance().unlockSeconds());
    ok("unlock", "--key", key("treasury"));
    assertThat(contracts.governance().totalLocked()).isZero();
  }

  @Test
  void otherOrdersAreReadByNameAndThoseThatNoVoteMayGiveAreRefused() {
    ok("lock", "100000", "--key", key("treasury"));
    travel(1);
    ok(order("SeedBounty.setRate", "12"));
    assertThat(chain.out()).contains("SeedBounty.setRate(").contains("=12)");
    refused("No vote may order FlashToken.transfer", order("FlashToken.transfer", RECEIVER, "1"));
    refused("There is no contract 'Treasury'", order("Treasury.pay"));
    refused("takes 1 arguments, and --arg was given 0 times", order("SeedBounty.setRate"));
    refused("is no uint256", order("SeedBounty.setRate", "much"));
    refused("No proposal is named '0xabcdef01'", "proposal", "0xabcdef01");
    refused("No proposal is named '0x'", "proposal", "0x");
  }

  private String[] spend(String amount, Address token) {
    return new String[] {
      "propose",
      "--spend",
      amount,
      "--token",
      token.toString(),
      "--to",
      RECEIVER,
      "--why",
      "Shade for the servers.",
      "--key",
      key("treasury")
    };
  }

  private String[] order(String function, String... arguments) {
    return Stream.of(
            Stream.of("propose", "--order", function),
            Arrays.stream(arguments).flatMap(each -> Stream.of("--arg", each)),
            Stream.of("--why", "Because.", "--key", key("treasury")))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  private String[] vote(String name, String wallet) {
    return new String[] {"vote", name, "for", "--key", key(wallet)};
  }

  private String found(String pattern) {
    var matcher = Pattern.compile(pattern).matcher(chain.out());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private void travel(long seconds) {
    chain.rpc().call("evm_increaseTime", seconds);
    chain.rpc().call("evm_mine");
  }

  private void ok(String... words) {
    assertThat(run(words)).as(chain.err()).isZero();
  }

  private void refused(String why, String... words) {
    assertThat(run(words)).as(chain.out() + chain.err()).isEqualTo(1);
    assertThat(chain.err()).contains(why);
  }

  private String key(String wallet) {
    return folder.resolve(wallet).resolve("keystore.json").toString();
  }

  private int run(String... words) {
    return chain.run(folder, Stream.concat(Stream.of("fund"), Arrays.stream(words)).toList());
  }
}
