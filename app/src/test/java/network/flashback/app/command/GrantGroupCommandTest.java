package network.flashback.app.command;

import static network.flashback.app.command.OneAgreement.CONSUMER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.AccessGrants;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.keystore.DevelopmentKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GrantGroupCommandTest {
  private static final int MEMBER = 5;
  private static final int OTHER = 6;

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(86_400);

  private final DevelopmentKeys keys = chain.keys();
  private final Contracts contracts = chain.contracts();
  private final AccessGrants grants = contracts.grants();
  private final AgreementId agreement = OneAgreement.on(chain, 86_400);
  private final Bytes32 slaId = contracts.orchestrator().agreement(agreement).slaId();
  private final Address consumer = address(CONSUMER);
  private final Address member = address(MEMBER);
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "consumer", CONSUMER);
    chain.keystore(folder, "member", MEMBER);
    chain.keystore(folder, "other", OTHER);
    members(
        "# gateways",
        "",
        member + " read,write,voucher 12.5  # Frankfurt",
        address(OTHER) + " READ 0");
  }

  @Test
  void aMemberJoinsAndOneWriteTakesItOutAgain() {
    created();
    assertThat(chain.out()).contains("group 1 of " + consumer + " has 2 members, until 20");
    assertThat(grants.allows(consumer, slaId, member, Rights.READ)).isFalse();

    proofFor(member);
    assertThat(wallet("member", "join", path("proof"))).as(chain.err()).isZero();

    assertThat(chain.out()).contains(member + " is in group 1 of " + consumer + ": grant 2");
    assertThat(grants.allows(consumer, slaId, member, Rights.VOUCHER | Rights.WRITE)).isTrue();
    assertThat(grants.voucherCapOf(consumer, slaId, member))
        .isEqualTo(BigInteger.valueOf(12_500_000));
    assertThat(run("show", "--consumer", consumer.toString(), "--grant", "2")).isZero();
    assertThat(chain.out()).contains("state      live").contains(member + " of group 1");
    assertThat(run("show", "--consumer", consumer.toString(), "--grant", "2", "--json")).isZero();
    assertThat(chain.json().path("state").asText()).isEqualTo("live");
    assertThat(chain.json().path("grant").path("key").asText()).isEqualTo(member.toString());

    assertThat(wallet("consumer", "revoke")).isEqualTo(1);
    assertThat(chain.err()).contains("Group 1 ends for all its members").contains("--yes");
    assertThat(wallet("consumer", "revoke", "--yes")).as(chain.err()).isZero();
    assertThat(grants.allows(consumer, slaId, member, Rights.READ)).isFalse();
    assertThat(wallet("member", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("is revoked or expired. Ask the consumer for a new one");
  }

  @Test
  void anotherListTakesOutWhoIsNotInItAndTheOthersJoinAgain() throws IOException {
    created();
    proofFor(member);
    assertThat(wallet("member", "join", path("proof"))).isZero();
    assertThat(wallet("member", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("let this key in before");
    members(member + " read 0", address(7) + " read 0");
    assertThat(proof(member)).isEqualTo(1);
    assertThat(chain.err()).contains("is not the list that group 1").contains("unchanged");

    assertThat(wallet("consumer", "regroup", path("members"))).isEqualTo(1);
    assertThat(chain.err()).contains("All members of group 1 stop");
    assertThat(wallet("consumer", "regroup", path("members"), "--yes")).as(chain.err()).isZero();

    assertThat(grants.allows(consumer, slaId, member, Rights.READ)).isFalse();
    assertThat(wallet("member", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("another list of members by now");
    proofFor(member);
    assertThat(wallet("member", "join", path("proof"))).as(chain.err()).isZero();
    assertThat(grants.allows(consumer, slaId, member, Rights.READ)).isTrue();
    assertThat(grants.allows(consumer, slaId, member, Rights.WRITE)).isFalse();
    assertThat(proof(address(OTHER))).isEqualTo(1);
    assertThat(chain.err()).contains(address(OTHER) + " is no member of group 1");
  }

  @Test
  void oneMemberIsTakenOutAloneAndStaysOut() {
    created();
    proofFor(member);
    assertThat(wallet("member", "join", path("proof"))).isZero();
    assertThat(wallet("other", "revoke", "--grant", "2", "--yes")).isEqualTo(1);
    assertThat(chain.err()).contains("Name the consumer's keystore");
    assertThat(wallet("consumer", "revoke", "--grant", "2", "--yes")).as(chain.err()).isZero();

    assertThat(grants.allows(consumer, slaId, member, Rights.READ)).isFalse();
    assertThat(wallet("member", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("only a new list lets it in again");
    chain.send(
        CONSUMER,
        grants.grant(
            address(OTHER), slaId, Rights.READ, 4_000_000_000L, BigInteger.ZERO, Bytes32.ZERO));
    proofFor(address(OTHER));
    assertThat(wallet("other", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("said something else about this key");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsSent() throws IOException {
    assertThat(wallet("other", "create", path("members"), "--sla", slaId.toString())).isEqualTo(1);
    assertThat(chain.err()).contains("no member could do anything under it");
    assertThat(wallet("consumer", "create", path("members"), "--sla", Bytes32.of(9).toString()))
        .isEqualTo(1);
    assertThat(chain.err()).contains("There is no SLA");
    assertThat(run("show", "--consumer", consumer.toString())).isEqualTo(1);
    assertThat(chain.err()).contains(consumer + " has no group 1");

    created();
    assertThat(wallet("consumer", "create", path("members"), "--sla", slaId.toString()))
        .isEqualTo(1);
    assertThat(chain.err()).contains("has or had a group 1 already");
    proofFor(member);
    assertThat(wallet("other", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("A key joins by itself");
    Files.writeString(folder.resolve("proof"), "{}");
    assertThat(wallet("member", "join", path("proof"))).isEqualTo(1);
    assertThat(chain.err()).contains("is no proof of a group");
  }

  @Test
  void aLineThatIsNoMemberIsNamed() throws IOException {
    refuses(member + " read", "Line 1", "it has 2 words");
    refuses(member + " read,fly 0", "Line 1", "'fly' is no right");
    refuses(member + " read -1", "Line 1", "'-1' is no amount");
    refuses(member + " read 0.0000001", "Line 1", "finer than the token");
    refuses(Address.ZERO + " read 0", "Line 1", "zero address");
    refuses(member + " read 0\n" + member + " write 0", "is a member twice");
    refuses("# nobody", "A group without members");
  }

  private void refuses(String lines, String... words) throws IOException {
    members(lines);
    assertThat(wallet("consumer", "create", path("members"), "--sla", slaId.toString()))
        .isEqualTo(1);
    assertThat(chain.err()).contains(words);
  }

  private void created() {
    assertThat(
            wallet(
                "consumer",
                "create",
                path("members"),
                "--sla",
                slaId.toString(),
                "--scope",
                "bucket/prefix"))
        .as(chain.err())
        .isZero();
  }

  private void proofFor(Address key) {
    assertThat(proof(key)).as(chain.err()).isZero();
  }

  private int proof(Address key) {
    return run(
        "proof",
        path("members"),
        path("proof"),
        "--consumer",
        consumer.toString(),
        "--member",
        key.toString());
  }

  private int wallet(String name, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--key", folder.resolve(name).resolve("keystore.json").toString()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of("grant", "group"));
    all.addAll(List.of(words));
    return chain.run(folder, all);
  }

  private void members(String... lines) throws IOException {
    Files.writeString(folder.resolve("members"), String.join("\n", lines) + "\n");
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }

  private Address address(int key) {
    return keys.key(key).address();
  }
}
