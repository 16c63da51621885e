package network.flashback.benchmarks.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What objects hold: for each length the same bytes, which no server can shorten.
final class Contents {
  private final RandomGenerator random;
  private final Map<Integer, byte[]> byLength = new HashMap<>();

  Contents(RandomGenerator random) {
    this.random = random;
  }

  byte[] of(int bytes) {
    return byLength.computeIfAbsent(
        bytes,
        length -> {
          var content = new byte[length];
          random.nextBytes(content);
          return content;
        });
  }
}
