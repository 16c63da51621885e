package network.flashback.benchmarks.gas;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AccessGrants;
import network.flashback.chain.contract.GrantGroup;
import network.flashback.chain.contract.GrantMember;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A group of a thousand keys, the gateway's among them, that may do what a session key may.
///
/// @param cap of each member's vouchers
record Groups(Scene scene, BigInteger cap) {
  private static final int KEYS = 1_000;
  private static final long NUMBER = 1;

  Call grant(Bytes32 slaId, long expiry) {
    return grants().grantGroup(NUMBER, slaId, tree(cap).root(), expiry, Bytes32.ZERO);
  }

  /// The same keys, with one more to sign for.
  Call regroup() {
    return grants().regroup(NUMBER, tree(cap.add(BigInteger.ONE)).root());
  }

  Call join() {
    return grants().join(tree(cap).proofOf(gateway()));
  }

  Call joinAgain() {
    return grants().join(tree(cap.add(BigInteger.ONE)).proofOf(gateway()));
  }

  Call revoke() {
    return grants().revokeGroup(NUMBER);
  }

  private Address gateway() {
    return scene.chain().key(Scene.GATEWAY).address();
  }

  private GrantGroup tree(BigInteger gatewaysCap) {
    List<GrantMember> members = new ArrayList<>();
    members.add(new GrantMember(gateway(), Rights.ALL, gatewaysCap));
    for (long key = 1; key < KEYS; key++) {
      members.add(new GrantMember(Address.of(Bytes32.of(key)), Rights.ALL, cap));
    }
    var consumer = scene.chain().key(Scene.CONSUMER).address();
    return grants().group(scene.chain().chain().id(), consumer, NUMBER, members);
  }

  private AccessGrants grants() {
    return scene.contracts().grants();
  }
}
