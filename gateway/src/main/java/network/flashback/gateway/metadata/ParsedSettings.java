package network.flashback.gateway.metadata;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// What the texts of settings mean. The same few are asked for with every request, and parsing them
/// costs more than looking up the bucket.
///
/// Values are immutable, and follow from the text alone: nothing here is ever out of date.
final class ParsedSettings<K, V> {
  /// More buckets than that in use at once have their settings parsed again.
  private static final int ENTRIES_MAX = 1024;

  /// Longer texts are parsed each time, so that the whole stays below some megabytes.
  private static final int CHARS_MAX = 4096;

  private final ConcurrentMap<K, V> parsed = new ConcurrentHashMap<>();

  /// The meaning of a text.
  ///
  /// @param chars of the text in the key
  V of(K key, int chars, Function<K, V> parse) {
    var known = parsed.get(key);
    if (known != null) {
      return known;
    }
    var value = parse.apply(key);
    if (chars <= CHARS_MAX) {
      if (parsed.size() >= ENTRIES_MAX) {
        parsed.clear();
      }
      parsed.put(key, value);
    }
    return value;
  }
}
