package network.flashback.domain.storage;

import java.util.Optional;

/// How the bytes of objects lie at providers.
public enum Layout {
  /// In sealed frames, cut and coded as the redundancy says: no provider reads them.
  SEALED("sealed", 16),
  /// As they are, whole at each provider of a mirror: whoever has a piece reads it.
  NATIVE("native", 0);

  private final String word;
  private final int tagBytes;

  Layout(String word, int tagBytes) {
    this.word = word;
    this.tagBytes = tagBytes;
  }

  /// As people write it: `sealed` or `native`.
  public String word() {
    return word;
  }

  /// Reads `sealed` or `native`.
  public static Optional<Layout> of(String word) {
    for (Layout layout : values()) {
      if (layout.word.equals(word)) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /// Whether objects can lie like that: bytes as they are cannot be cut into shards.
  public boolean fits(Redundancy redundancy) {
    return this == SEALED || redundancy.dataShards() == 1;
  }

  /// What it adds to each frame: the tag of AES-256-GCM, or nothing.
  int tagBytes() {
    return tagBytes;
  }
}
