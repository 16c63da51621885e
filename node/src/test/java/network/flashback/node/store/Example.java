package network.flashback.node.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree;

/// Agreements, pieces and signatures of the store's tests.
final class Example {
  static final AgreementId AGREEMENT =
      new AgreementId(BigInteger.valueOf(7).shiftLeft(64).or(BigInteger.valueOf(1L << 48 | 3)));
  static final long ROOMY = 1L << 30;
  static final Signature SIGNATURE = PrivateKey.of(Bytes32.of(5)).sign(Bytes32.of(9));

  private Example() {}

  /// A store in which every piece has a file of its own.
  static PieceStore ownFiles(Path disk) throws IOException {
    return PieceStore.open(disk, ROOMY, 0, -1);
  }

  /// A store in which small pieces share files.
  static PieceStore volumes(Path disk) throws IOException {
    return PieceStore.open(disk, ROOMY, 0);
  }

  static Bytes32 id(long number) {
    return Bytes32.of(0x1000 + number);
  }

  /// The same bytes for the same number.
  static byte[] content(long number, int bytes) {
    var content = new byte[bytes];
    new Random(number).nextBytes(content);
    return content;
  }

  static Put put(PieceStore store, long number, int bytes) throws IOException {
    return put(store, number, content(number, bytes));
  }

  static Put put(PieceStore store, long number, byte[] content) throws IOException {
    return store.put(
        AGREEMENT,
        ROOMY,
        id(number),
        content.length,
        new ByteArrayInputStream(content),
        Optional.empty());
  }

  static Cosigning cosign(PieceStore store, long sequence) throws IOException {
    return cosign(store, sequence, TreeHash.STANDARD);
  }

  static Cosigning cosign(PieceStore store, long sequence, TreeHash treeHash) throws IOException {
    var now = store.summary(AGREEMENT);
    return store.cosign(
        new Revision(AGREEMENT, now.root(), now.leaves(), sequence, treeHash),
        SIGNATURE,
        _ -> SIGNATURE);
  }

  /// Root of a unit that has pieces of these contents in slots 0, 1, …; null leaves a hole.
  static UnitTree unitOf(byte[]... contents) {
    return unitOf(TreeHash.STANDARD, contents);
  }

  static UnitTree unitOf(TreeHash treeHash, byte[]... contents) {
    var unit = new UnitTree();
    for (int slot = 0; slot < contents.length; slot++) {
      if (contents[slot].length > 0) {
        var tree = new TreeBuilder(TreeShape.of(treeHash)).add(contents[slot]).finish();
        unit.put(slot, tree.root(), tree.leaves());
      }
    }
    return unit;
  }
}
