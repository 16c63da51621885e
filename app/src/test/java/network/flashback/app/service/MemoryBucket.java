package network.flashback.app.service;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// A bucket in memory that shows a few keys at a time.
final class MemoryBucket implements ObjectSource {
  private static final int AT_ONCE = 3;

  final TreeMap<String, byte[]> objects = new TreeMap<>();

  @Override
  public List<Listed> list(String after) {
    return objects.tailMap(after, false).entrySet().stream()
        .limit(AT_ONCE)
        .map(each -> new Listed(each.getKey(), each.getValue().length, "tag"))
        .toList();
  }

  @Override
  public InputStream open(Listed object) {
    return new ByteArrayInputStream(Objects.requireNonNull(objects.get(object.key())));
  }
}
