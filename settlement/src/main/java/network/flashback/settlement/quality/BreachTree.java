package network.flashback.settlement.quality;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.settlement.Breach;

/// The Merkle tree over an epoch's breaches, as IQualityOracle.sol wants it: leaves
/// keccak256(keccak256(abi.encode(epoch, agreementId, creditBps))), pairs hashed in sorted order
/// (OpenZeppelin's MerkleProof), a node without a partner goes up as it is. Root 0 without
/// breaches.
public record BreachTree(Bytes32 root, List<Breach> breaches) {
  public BreachTree {
    breaches = List.copyOf(breaches);
  }

  /// Builds the tree of an epoch.
  ///
  /// @param credits basis points by agreement
  public static BreachTree of(long epoch, SortedMap<AgreementId, Integer> credits) {
    List<Bytes32> level = new ArrayList<>();
    List<List<Bytes32>> proofs = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    credits.forEach(
        (id, creditBps) -> {
          positions.add(level.size());
          proofs.add(new ArrayList<>());
          level.add(leaf(epoch, id, creditBps));
        });
    List<Bytes32> nodes = level;
    while (nodes.size() > 1) {
      for (int i = 0; i < positions.size(); i++) {
        int sibling = positions.get(i) ^ 1;
        if (sibling < nodes.size()) {
          proofs.get(i).add(nodes.get(sibling));
        }
        positions.set(i, positions.get(i) / 2);
      }
      nodes = parents(nodes);
    }
    List<Breach> breaches = new ArrayList<>();
    credits.forEach(
        (id, creditBps) -> breaches.add(new Breach(id, creditBps, proofs.get(breaches.size()))));
    return new BreachTree(nodes.isEmpty() ? Bytes32.ZERO : nodes.getFirst(), breaches);
  }

  static Bytes32 leaf(long epoch, AgreementId id, int creditBps) {
    Bytes32 inner =
        Keccak256.hash(
            Bytes32.of(epoch).toArray(),
            Bytes32.of(id.value()).toArray(),
            Bytes32.of(BigInteger.valueOf(creditBps)).toArray());
    return Keccak256.hash(inner.toArray());
  }

  /// Whether a proof leads from a leaf to a root; what OpenZeppelin's MerkleProof.verify says.
  static boolean proves(Bytes32 leaf, List<Bytes32> proof, Bytes32 root) {
    Bytes32 node = leaf;
    for (Bytes32 sibling : proof) {
      node = parent(node, sibling);
    }
    return node.equals(root);
  }

  private static List<Bytes32> parents(List<Bytes32> nodes) {
    List<Bytes32> parents = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i += 2) {
      parents.add(i + 1 < nodes.size() ? parent(nodes.get(i), nodes.get(i + 1)) : nodes.get(i));
    }
    return parents;
  }

  private static Bytes32 parent(Bytes32 a, Bytes32 b) {
    return a.compareTo(b) < 0
        ? Keccak256.hash(a.toArray(), b.toArray())
        : Keccak256.hash(b.toArray(), a.toArray());
  }
}
