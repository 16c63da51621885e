package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// One grant for many keys: a Merkle tree over what each of them may do, of which the chain keeps
/// the root only. The leaves name the group, so that a tree is good for one group of one consumer
/// in one contract on one chain.
///
/// @param contract the AccessGrants
/// @param number of the group, the consumer's own choice, from 1
public record GrantGroup(
    long chainId, Address contract, Address consumer, long number, List<GrantMember> members) {
  /// What the contract takes.
  static final int DEPTH_MAX = 32;

  private static final int NUMBER_BITS = 32;

  public GrantGroup {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("A group without members lets nobody in: name one.");
    }
    if (number <= 0 || number >>> NUMBER_BITS != 0) {
      throw new IllegalArgumentException(
          "Groups are numbered from 1 to 4294967295; %d is no such number.".formatted(number));
    }
    Set<Address> keys = new HashSet<>();
    for (var member : members) {
      if (!keys.add(member.key())) {
        throw new IllegalArgumentException(
            "%s is a member twice, and could join once only: leave one out."
                .formatted(member.key()));
      }
    }
  }

  public Bytes32 root() {
    var level = leaves();
    while (level.size() > 1) {
      level = above(level);
    }
    return level.getFirst();
  }

  /// What lets this key in.
  ///
  /// @throws IllegalArgumentException when it is no member
  public GrantProof proofOf(Address key) {
    int index = 0;
    while (index < members.size() && !members.get(index).key().equals(key)) {
      index++;
    }
    if (index == members.size()) {
      throw new IllegalArgumentException("%s is no member of group %d.".formatted(key, number));
    }
    var member = members.get(index);
    List<Bytes32> siblings = new ArrayList<>();
    for (var level = leaves(); level.size() > 1; level = above(level)) {
      int sister = index ^ 1;
      if (sister < level.size()) {
        siblings.add(level.get(sister));
      }
      index /= 2;
    }
    return new GrantProof(consumer, number, member, siblings);
  }

  private List<Bytes32> leaves() {
    return members.stream().map(this::leaf).toList();
  }

  // One without a sister goes up as it is.
  private static List<Bytes32> above(List<Bytes32> level) {
    List<Bytes32> up = new ArrayList<>();
    for (int i = 0; i < level.size(); i += 2) {
      up.add(i + 1 == level.size() ? level.get(i) : parent(level.get(i), level.get(i + 1)));
    }
    return up;
  }

  private static Bytes32 parent(Bytes32 a, Bytes32 b) {
    boolean ordered = a.compareTo(b) < 0;
    return Keccak256.hash((ordered ? a : b).toArray(), (ordered ? b : a).toArray());
  }

  private Bytes32 leaf(GrantMember member) {
    var once =
        Keccak256.hash(
            Bytes32.of(chainId).toArray(),
            contract.toWord().toArray(),
            consumer.toWord().toArray(),
            Bytes32.of(number).toArray(),
            member.key().toWord().toArray(),
            Bytes32.of(BigInteger.valueOf(member.rights())).toArray(),
            Bytes32.of(member.voucherCap()).toArray());
    return Keccak256.hash(once.toArray());
  }
}
