package network.flashback.providers.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;

/// Builds the possession tree of the bytes that are read through it.
final class TreeInput extends FilterInputStream {
  private final TreeBuilder tree;
  private boolean begun;

  TreeInput(InputStream in, TreeHash hash) {
    super(in);
    this.tree = new TreeBuilder(TreeShape.of(hash));
  }

  /// Whether anybody has asked for any of the bytes.
  boolean isBegun() {
    return begun;
  }

  PossessionTree tree() {
    return tree.finish();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    begun = true;
    var read = in.read(target, offset, length);
    if (read > 0) {
      tree.add(target, offset, read);
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
