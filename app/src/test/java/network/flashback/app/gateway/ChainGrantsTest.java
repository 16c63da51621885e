package network.flashback.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.AccessGrants;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.GrantGroup;
import network.flashback.chain.contract.GrantMember;
import network.flashback.chain.contract.Rights;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.Grants.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a gateway learns of the grants to its session key, on a real chain.
class ChainGrantsTest {
  private static final int CONSUMER = 1;
  private static final int GATEWAY = 2;
  private static final int OTHER = 3;
  private static final long GROUP = 5;
  private static final Bytes32 SLA = Keccak256.hash("an SLA");
  private static final Bytes32 BUCKET = Keccak256.hash("bucket");
  private static final int WANTED = Rights.READ | Rights.WRITE | Rights.VOUCHER;

  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private Anvil anvil;
  private JsonRpc rpc;
  private Contracts contracts;
  private AccessGrants grants;
  private ChainGrants gateway;

  @BeforeEach
  void deploy() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long now = now(chain);
    var plan =
        DeploymentPlan.development(
            now, 86_400, List.of(FakeDrand.publicKeyWords()), now, address(0));
    contracts =
        Contracts.connect(chain, new ContractDeployer(chain, sender(chain, 0)).deploy(plan));
    grants = contracts.grants();
    gateway =
        new ChainGrants(contracts, address(GATEWAY), () -> contracts.chain().head().timestamp());
  }

  @AfterEach
  void stop() {
    rpc.close();
    anvil.close();
  }

  @Test
  void aMembersGrantIsLikeAnyOtherAndEndsABlockAfterItsGroupIsRevoked() {
    long grantId = joined(members());

    var grant = known(grantId);
    assertThat(grant.state()).isEqualTo(State.ACTIVE);
    assertThat(grant.consumer()).isEqualTo(address(CONSUMER));
    assertThat(grant.slaId()).isEqualTo(SLA);
    assertThat(grant.scope()).isEqualTo(BUCKET);
    assertThat(grant.rights()).containsExactlyInAnyOrder(Right.READ, Right.WRITE);
    assertThat(gateway.allows(SLA, WANTED)).isTrue();

    send(CONSUMER, grants.revokeGroup(GROUP));

    assertThat(known(grantId).state()).isEqualTo(State.REVOKED);
    assertThat(gateway.allows(SLA, WANTED)).isFalse();
    assertThat(grants.allows(address(CONSUMER), SLA, address(GATEWAY), Rights.READ)).isFalse();
  }

  @Test
  void aMemberThatJoinsAgainUnderAnotherRootKeepsItsGrant() {
    long grantId = joined(members());
    var narrower = new GrantMember(address(GATEWAY), Rights.READ, BigInteger.ZERO);
    var second = group(List.of(narrower));
    send(CONSUMER, grants.regroup(GROUP, second.root()));
    assertThat(known(grantId).state()).isEqualTo(State.REVOKED);

    send(GATEWAY, grants.join(second.proofOf(address(GATEWAY))));

    assertThat(known(grantId).state()).isEqualTo(State.ACTIVE);
    assertThat(known(grantId).rights()).containsExactly(Right.READ);
    assertThat(gateway.under(SLA)).hasSize(1);
  }

  @Test
  void theTreeIsTheContractsForEveryNumberOfMembers() {
    for (int count = 1; count <= 9; count++) {
      var crowd = crowd(count);
      var tree = grants.group(contracts.chain().id(), address(CONSUMER), count, crowd);
      send(
          CONSUMER,
          grants.grantGroup(count, Keccak256.hash("SLA " + count), tree.root(), later(), BUCKET));
      send(GATEWAY, grants.join(tree.proofOf(address(GATEWAY))));
      assertThat(
              grants.allows(
                  address(CONSUMER),
                  Keccak256.hash("SLA " + count),
                  address(GATEWAY),
                  Rights.VOUCHER))
          .as("%d members", count)
          .isTrue();
    }
  }

  private List<GrantMember> members() {
    return List.of(
        new GrantMember(address(OTHER), Rights.READ, BigInteger.ZERO),
        new GrantMember(address(GATEWAY), WANTED, BigInteger.valueOf(7)));
  }

  // The gateway is the last one.
  private List<GrantMember> crowd(int count) {
    var members = new ArrayList<GrantMember>();
    for (int i = 1; i < count; i++) {
      var key = Address.of(Bytes32.of(1000L + i));
      members.add(new GrantMember(key, Rights.READ, BigInteger.valueOf(i)));
    }
    members.add(new GrantMember(address(GATEWAY), WANTED, BigInteger.TEN));
    return members;
  }

  private long joined(List<GrantMember> members) {
    var tree = group(members);
    send(CONSUMER, grants.grantGroup(GROUP, SLA, tree.root(), later(), BUCKET));
    return grants.grantedId(
        sender(contracts.chain(), GATEWAY).send(grants.join(tree.proofOf(address(GATEWAY)))));
  }

  private GrantGroup group(List<GrantMember> members) {
    return grants.group(contracts.chain().id(), address(CONSUMER), GROUP, members);
  }

  private Grant known(long grantId) {
    gateway.refresh();
    return gateway.grant(grantId).orElseThrow();
  }

  private long later() {
    return now(contracts.chain()) + 10_000;
  }

  private static long now(Chain chain) {
    return chain.head().timestamp().getEpochSecond();
  }

  private Address address(int key) {
    return keys.key(key).address();
  }

  private void send(int key, Call call) {
    sender(contracts.chain(), key).send(call);
  }

  private TransactionSender sender(Chain chain, int key) {
    return new TransactionSender(
        chain, keys.key(key), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }
}
