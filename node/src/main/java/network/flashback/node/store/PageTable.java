package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The pages of one unit: where each is written, 32 bytes for one; and those that have changed
/// since, which are in memory.
///
/// Guarded by the unit's lock. Freezing happens without it, while nothing changes anywhere: a
/// reader that does not find a page among the changed ones any more finds it among the frozen.
final class PageTable {
  /// The number under which the unit itself is written.
  static final int HEAD = -1;

  private final int serial;
  private final AtomicInteger changedPages;

  // One column further on than the number of the page.
  private @Nullable IndexFile[] files = new IndexFile[1];
  private long[] offsets = new long[1];
  private int[] lengths = new int[1];
  private long[] changes = new long[1];
  private int count;

  // What was read last is asked for again at once: to find a piece, then to look at it or change
  // it.
  private int readNumber = HEAD;
  private Page read = new Page();
  private volatile Map<Integer, Page> changed = new HashMap<>();
  private volatile Map<Integer, Page> frozen = Map.of();

  /// @param changedPages counts them for all units
  PageTable(int serial, AtomicInteger changedPages) {
    this.serial = serial;
    this.changedPages = changedPages;
  }

  /// A page that is written, and where.
  record Written(int number, IndexFile file, long offset, int length, long changed) {}

  /// Pages are numbered below this.
  int count() {
    return count;
  }

  /// A page to look at.
  Page page(int number) {
    var page = changed.get(number);
    if (page == null) {
      page = frozen.get(number);
    }
    return page == null ? load(number) : page;
  }

  /// A page to change.
  Page toChange(int number) {
    var page = changed.get(number);
    if (page == null) {
      var frozenOne = frozen.get(number);
      page = frozenOne == null ? load(number) : frozenOne.copy();
      readNumber = HEAD;
      changed.put(number, page);
      changedPages.incrementAndGet();
      makeRoom(number);
    }
    return page;
  }

  private Page load(int number) {
    var file = number < count ? files[number + 1] : null;
    if (file == null) {
      return new Page();
    }
    if (number == readNumber) {
      return read;
    }
    try {
      read = Page.decode(file.read(serial, number, offsets[number + 1], lengths[number + 1]));
      readNumber = number;
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The newest version that changed a page.
  long changedAt(int number) {
    var page = changed.get(number);
    if (page == null) {
      page = frozen.get(number);
    }
    return page == null ? changes[number + 1] : page.changed();
  }

  /// Whether a page is different from how it was frozen or written last.
  boolean isChanged(int number) {
    return changed.containsKey(number);
  }

  /// Hands over what has changed. To be called while nothing changes.
  Map<Integer, Page> freeze() {
    var handed = changed;
    frozen = handed;
    changed = new HashMap<>();
    return handed;
  }

  /// Takes back what was frozen and could not be written.
  void thaw() {
    for (var page : frozen.entrySet()) {
      if (changed.putIfAbsent(page.getKey(), page.getValue()) == null) {
        changedPages.incrementAndGet();
      }
    }
    frozen = Map.of();
  }

  /// What was frozen is written.
  void melt() {
    frozen = Map.of();
  }

  /// Says where a page, or the unit itself, is written now.
  void put(Written written) {
    makeRoom(written.number);
    int at = written.number + 1;
    var former = files[at];
    if (former != null) {
      former.lose(lengths[at]);
    }
    files[at] = written.file;
    offsets[at] = written.offset;
    lengths[at] = written.length;
    changes[at] = written.changed;
    written.file.hold(written.length);
  }

  boolean isWritten(int number) {
    return number < count && files[number + 1] != null;
  }

  /// What is written in a file and is not about to be written anew.
  List<Written> writtenIn(IndexFile file) {
    var found = new ArrayList<Written>();
    for (int number = HEAD; number < count; number++) {
      int at = number + 1;
      if (files[at] == file && !frozen.containsKey(number)) {
        found.add(new Written(number, file, offsets[at], lengths[at], changes[at]));
      }
    }
    return found;
  }

  /// Gives up everything.
  void release() {
    changedPages.addAndGet(-changed.size());
    changed = new HashMap<>();
    for (int at = 0; at <= count; at++) {
      var file = files[at];
      if (file != null) {
        file.lose(lengths[at]);
        files[at] = null;
      }
    }
  }

  private void makeRoom(int number) {
    count = Math.max(count, number + 1);
    if (number + 1 >= files.length) {
      int more = Math.max(number + 2, files.length + (files.length >> 1));
      files = Arrays.copyOf(files, more);
      offsets = Arrays.copyOf(offsets, more);
      lengths = Arrays.copyOf(lengths, more);
      changes = Arrays.copyOf(changes, more);
    }
  }

  /// What stood at a version from a slot on, by slot.
  List<PieceRecord> standingAt(long version, int from, int limit) {
    var found = new ArrayList<PieceRecord>();
    for (int number = Page.numberOf(from); number < count() && found.size() < limit; number++) {
      page(number).standingAt(version).stream()
          .filter(piece -> piece.slot() >= from)
          .sorted(Comparator.comparingInt(PieceRecord::slot))
          .limit(limit - found.size())
          .forEach(found::add);
    }
    return found;
  }
}
