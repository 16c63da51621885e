package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.LeafSource;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree;

/// Bytes that a provider keeps under an agreement: equal pieces, each the same random mebibyte over
/// and over. Trees and proofs are real; only their bytes need little memory.
final class StoredUnit {
  private static final int MEBIBYTE = 1 << 20;

  private final byte[] mebibyte = new byte[MEBIBYTE];
  private final PossessionTree piece;
  private final UnitTree unit = new UnitTree();

  StoredUnit(int pieces, int pieceMebibytes, RandomGenerator random) {
    random.nextBytes(mebibyte);
    var builder = new TreeBuilder(TreeShape.STANDARD);
    for (int i = 0; i < pieceMebibytes; i++) {
      builder.add(mebibyte);
    }
    this.piece = builder.finish();
    for (int slot = 0; slot < pieces; slot++) {
      unit.put(slot, piece.root(), piece.leaves());
    }
  }

  long leaves() {
    return unit.leaves();
  }

  Bytes32 root() {
    return unit.root();
  }

  Revision revision(AgreementId agreement, long sequence) {
    return new Revision(agreement, root(), leaves(), sequence, piece.shape().hash());
  }

  /// The answer to a challenge.
  PossessionTerms prove(long leafIndex) throws IOException {
    var path = unit.pathTo(leafIndex);
    var proof = piece.prove(path.pieceIndex(), repeated());
    return new PossessionTerms(
        proof.leaf(),
        proof.siblings(),
        path.pieceLeaves(),
        path.pieceIndex(),
        path.siblings(),
        path.siblingLeaves(),
        BigInteger.valueOf(path.slot()));
  }

  // A proof reads the leaves under one kept node: a whole mebibyte, or less.
  private LeafSource repeated() {
    return (offset, into, at, length) -> {
      int from = (int) (offset % MEBIBYTE);
      if (from + length > MEBIBYTE) {
        throw new IOException("A proof reads across the nodes that its tree keeps.");
      }
      System.arraycopy(mebibyte, from, into, at, length);
    };
  }
}
