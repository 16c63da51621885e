package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitGroups;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.evm.possession.UnitPath;

/// The tree of a unit over its pages: what changed is hashed when the tree is asked for, and what
/// an older revision describes by hashing only the pages that have changed since.
///
/// Guarded by the unit's lock.
final class PageTree {
  /// Trees of older revisions that are kept, once asked for: audits ask for one, probes for
  /// another.
  private static final int OLD_TREES = 2;

  private final PageTable pages;
  private final UnitGroups tree = new UnitGroups();
  private final BitSet stale = new BitSet();
  private final Map<Long, UnitGroups> older = new LinkedHashMap<>();

  PageTree(PageTable pages) {
    this.pages = pages;
  }

  /// A page has changed.
  void outdate(int page) {
    stale.set(page);
  }

  /// Nodes that are known without hashing. Those of pages that have changed since are left alone.
  void put(Map<Integer, Node> nodes) {
    var right = new HashMap<>(nodes);
    right.keySet().removeIf(pages::isChanged);
    tree.put(right);
    right.keySet().forEach(stale::clear);
  }

  Bytes32 root() {
    refresh();
    return checked(() -> tree.root(group -> Page.placed(pages.page(group).standing())));
  }

  /// The way to a leaf of the unit as a revision describes it.
  ///
  /// @param version of the unit now
  UnitPath pathAt(Cosigned revision, long version, long leaf) {
    refresh();
    var then = revision.version() == version ? tree : treeAt(revision);
    return checked(
        () ->
            then.pathTo(
                leaf, group -> Page.placed(pages.page(group).standingAt(revision.version()))));
  }

  private UnitGroups treeAt(Cosigned revision) {
    var known = older.get(revision.sequence());
    if (known != null) {
      return known;
    }
    Map<Integer, Node> nodes = new HashMap<>();
    for (int number = 0; number < pages.count(); number++) {
      if (pages.changedAt(number) > revision.version()) {
        var then = pages.page(number).standingAt(revision.version());
        nodes.put(number, UnitGroups.nodeOf(Page.placed(then)));
      }
    }
    var old = tree.copy();
    old.put(nodes);
    if (older.size() == OLD_TREES) {
      older.remove(older.keySet().iterator().next());
    }
    older.put(revision.sequence(), old);
    return old;
  }

  /// Only these revisions will be asked for any more.
  void retain(LongPredicate sequences) {
    older.keySet().removeIf(sequence -> !sequences.test(sequence));
  }

  private void refresh() {
    Map<Integer, Node> nodes = new HashMap<>();
    stale.stream().forEach(number -> nodes.put(number, pages.page(number).node()));
    tree.put(nodes);
    stale.clear();
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T checked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
