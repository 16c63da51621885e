package network.flashback.http;

import java.util.concurrent.atomic.AtomicInteger;

/// How far ahead of their clients streamed answers may be: each has a share of what all may hold
/// together.
///
/// Few answers get long shares, because each turn between a handler's thread and the event loop,
/// and each system call, then carries more bytes. Many get short ones: memory stays bounded.
final class StreamBudget {
  static final int SHARE_BYTES_MIN = 128 * 1024;
  static final int SHARE_BYTES_MAX = 1024 * 1024;
  static final int TOTAL_BYTES = 16 * 1024 * 1024;

  private final AtomicInteger streams = new AtomicInteger();

  /// Answers that have begun and not yet left.
  int streams() {
    return streams.get();
  }

  void begin() {
    streams.incrementAndGet();
  }

  /// The last byte of an answer has left for the network, or never will.
  void end() {
    streams.decrementAndGet();
  }

  /// What an answer may hold now.
  int shareBytes() {
    return Math.clamp(TOTAL_BYTES / Math.max(1, streams.get()), SHARE_BYTES_MIN, SHARE_BYTES_MAX);
  }
}
