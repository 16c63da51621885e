package network.flashback.node.store;

/// How much of the index is in memory only, and how much of it is copied at once.
///
/// @param entries of the journal since the last condensing that start the next
/// @param pages changed since then that do
/// @param copiedBytes of sparse index files that go into the next one
record Limits(int entries, int pages, long copiedBytes) {
  /// 65,536 entries are replayed in about a second; 8,192 pages take 40 MB of memory.
  static final Limits STANDARD = new Limits(1 << 16, 1 << 13, 64 << 20);

  /// Writers wait while condensing lags so many times behind.
  static final int LAG = 4;
}
