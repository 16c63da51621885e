package network.flashback.sdk;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Answers that came with an entity tag: asked for again, the platform may say that nothing has
/// changed, and need not send them.
final class KnownAnswers {
  private static final int ENTRIES_MAX = 128;
  private static final int BYTES_EACH = 256 << 10;
  private static final int BYTES_MAX = 8 << 20;

  private final LinkedHashMap<String, Known> byTarget = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  /// An answer and its tag.
  static final class Known {
    private final String tag;
    private final byte[] body;

    Known(String tag, byte[] body) {
      this.tag = tag;
      this.body = body;
    }

    String tag() {
      return tag;
    }

    byte[] body() {
      return body;
    }
  }

  synchronized Optional<Known> at(String target) {
    return Optional.ofNullable(byTarget.get(target));
  }

  synchronized void keep(String target, Known known) {
    if (known.body().length > BYTES_EACH) {
      return;
    }
    var before = byTarget.put(target, known);
    size += known.body().length - (before == null ? 0 : before.body().length);
    while (byTarget.size() > ENTRIES_MAX || size > BYTES_MAX) {
      var oldest = byTarget.pollFirstEntry();
      size -= oldest.getValue().body().length;
    }
  }
}
