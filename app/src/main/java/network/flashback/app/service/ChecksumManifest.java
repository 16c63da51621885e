package network.flashback.app.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What a bucket holds: each key with its size and the SHA-256 of its bytes.
public record ChecksumManifest(SequencedMap<String, Sum> objects) {
  /// More do not fit one document.
  public static final int OBJECTS_MAX = 1_000_000;

  private static final String SHA256 = "[0-9a-f]{64}";

  /// What an object is.
  ///
  /// @param sha256 of all bytes, lower-case hexadecimal
  public record Sum(long size, String sha256) {
    public Sum {
      if (size < 0 || !sha256.matches(SHA256)) {
        throw new IllegalArgumentException(
            "a sum has a size and a SHA-256 of 64 digits, not %d and '%s'".formatted(size, sha256));
      }
    }
  }

  public ChecksumManifest {
    objects = Collections.unmodifiableSequencedMap(new TreeMap<>(objects));
    if (objects.size() > OBJECTS_MAX) {
      throw new IllegalArgumentException(
          "There are more than %d objects. Hire for one prefix after the other."
              .formatted(OBJECTS_MAX));
    }
  }

  /// Reads every byte of a bucket.
  public static ChecksumManifest of(ObjectSource source) throws IOException {
    var sums = new TreeMap<String, Sum>();
    var page = source.list("");
    while (!page.isEmpty()) {
      for (var object : page) {
        sums.put(object.key(), sum(source, object));
        if (sums.size() > OBJECTS_MAX) {
          return new ChecksumManifest(sums);
        }
      }
      page = source.list(page.getLast().key());
    }
    return new ChecksumManifest(sums);
  }

  /// What the bytes of one object are now.
  static Sum sum(ObjectSource source, ObjectSource.Listed object) throws IOException {
    try (InputStream body = source.open(object);
        var hashing = new DigestInputStream(body, sha256())) {
      long size = hashing.transferTo(OutputStream.nullOutputStream());
      return new Sum(size, HexFormat.of().formatHex(hashing.getMessageDigest().digest()));
    }
  }

  static ChecksumManifest read(JsonNode list) {
    if (!list.isArray() || list.size() > OBJECTS_MAX) {
      throw new IllegalArgumentException(
          "it has no list 'objects' of at most %d".formatted(OBJECTS_MAX));
    }
    var sums = new TreeMap<String, Sum>();
    for (var each : list) {
      if (!each.path("key").isTextual() || !each.path("size").isIntegralNumber()) {
        throw new IllegalArgumentException("one of its objects has no key or no size");
      }
      var sum = new Sum(each.path("size").longValue(), each.path("sha256").asText());
      if (sums.put(each.path("key").asText(), sum) != null) {
        throw new IllegalArgumentException(
            "it names the key '%s' twice".formatted(each.path("key").asText()));
      }
    }
    return new ChecksumManifest(sums);
  }

  void write(ArrayNode list) {
    objects.forEach(
        (key, sum) ->
            list.addObject().put("key", key).put("size", sum.size()).put("sha256", sum.sha256()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("Every Java has SHA-256.", missing);
    }
  }
}
