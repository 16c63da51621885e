package network.flashback.settlement.reporter;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.LeafRun;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree;

/// Random pieces kept in memory under one agreement, with real trees and real proofs.
public final class FakeUnit {
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<PossessionTree> trees = new ArrayList<>();
  private final UnitTree unit = new UnitTree();

  public FakeUnit(Random random, int... pieceBytes) {
    for (int bytes : pieceBytes) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      var tree = new TreeBuilder(TreeShape.STANDARD).add(content).finish();
      unit.put(pieces.size(), tree.root(), tree.leaves());
      pieces.add(content);
      trees.add(tree);
    }
  }

  public Bytes32 root() {
    return unit.root();
  }

  public long leaves() {
    return unit.leaves();
  }

  /// The proof of a leaf, as the contract takes it.
  public PossessionTerms prove(long index) throws IOException {
    var path = unit.pathTo(index);
    int slot = (int) path.slot();
    byte[] content = pieces.get(slot);
    var proof =
        trees
            .get(slot)
            .prove(
                path.pieceIndex(),
                (offset, into, at, length) ->
                    System.arraycopy(content, (int) offset, into, at, length));
    return new PossessionTerms(
        proof.leaf(),
        proof.siblings(),
        path.pieceLeaves(),
        path.pieceIndex(),
        path.siblings(),
        path.siblingLeaves(),
        BigInteger.valueOf(path.slot()));
  }

  /// The run of leaves around one, padded as it was hashed.
  public byte[] run(long index) {
    var path = unit.pathTo(index);
    byte[] content = pieces.get((int) path.slot());
    var run = LeafRun.around(path.pieceIndex(), path.pieceLeaves());
    int from = Math.toIntExact(run.first() * TreeShape.LEAF_BYTES);
    return Arrays.copyOf(
        Arrays.copyOfRange(content, from, Math.min(content.length, from + run.bytes())),
        run.bytes());
  }
}
