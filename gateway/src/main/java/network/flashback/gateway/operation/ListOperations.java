package network.flashback.gateway.operation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.xml.KeyEncoding;
import network.flashback.s3.xml.ObjectEntry;
import network.flashback.s3.xml.ObjectListing;
import network.flashback.s3.xml.ObjectListingV1;

/// ListObjects in both versions: keys in the order of their UTF-8 bytes, rolled up at a delimiter.
public final class ListOperations {
  static final int KEYS_MAX = 1000;

  private final Objects objects;

  /// Lists these objects.
  public ListOperations(Objects objects) {
    this.objects = objects;
  }

  /// A page of keys and common prefixes, together in order.
  ///
  /// @param last the last key or prefix on the page, when there is more
  private record Page(List<StoredObject> objects, List<String> prefixes, Optional<String> last) {}

  Outcome first(S3Request request, Route route) {
    var in = route.requireBucket();
    var bucket = in.name();
    var query = request.query();
    var prefix = query.first("prefix").orElse("");
    var delimiter = query.first("delimiter").filter(d -> !d.isEmpty());
    var marker = query.first("marker").orElse("");
    var max = query.count("max-keys").orElse(KEYS_MAX);
    var page = page(bucket, prefix, delimiter, marker, Math.min(max, KEYS_MAX));
    return Outcome.of(
        new ObjectListingV1(
            bucket,
            prefix,
            delimiter,
            KeyEncoding.of(query.first("encoding-type")),
            Math.min(max, KEYS_MAX),
            marker,
            page.last.isPresent(),
            page.last.filter(last -> delimiter.isPresent()),
            entries(page, Optional.of(in)),
            page.prefixes));
  }

  Outcome second(S3Request request, Route route) {
    var bucket = route.requireBucket().name();
    var query = request.query();
    var prefix = query.first("prefix").orElse("");
    var delimiter = query.first("delimiter").filter(d -> !d.isEmpty());
    var token = query.first("continuation-token");
    var startAfter = query.first("start-after");
    var after = token.isPresent() ? decode(token.get()) : startAfter.orElse("");
    var max = Math.min(query.count("max-keys").orElse(KEYS_MAX), KEYS_MAX);
    var page = page(bucket, prefix, delimiter, after, max);
    var shown =
        query
            .first("fetch-owner")
            .filter("true"::equalsIgnoreCase)
            .map(asked -> route.requireBucket());
    return Outcome.of(
        new ObjectListing(
            bucket,
            prefix,
            delimiter,
            KeyEncoding.of(query.first("encoding-type")),
            max,
            startAfter,
            token,
            page.last.map(ListOperations::encode),
            entries(page, shown),
            page.prefixes));
  }

  private Page page(
      String bucket, String prefix, Optional<String> delimiter, String after, int max) {
    var found = new ArrayList<StoredObject>();
    var prefixes = new ArrayList<String>();
    var last = "";
    if (max == 0) {
      return new Page(found, prefixes, Optional.empty());
    }
    var prefixBytes = utf8(prefix);
    var end = successor(prefixBytes);
    var from = max(prefixBytes, after.isEmpty() ? new byte[0] : start(after, prefix, delimiter));
    while (true) {
      var wanted = max - found.size() - prefixes.size() + 1;
      var batch = objects.list(bucket, from, end, wanted);
      var skipped = false;
      for (StoredObject object : batch) {
        var rolled = delimiter.flatMap(d -> rolledUp(object.key(), prefix, d));
        if (found.size() + prefixes.size() == max) {
          return new Page(found, prefixes, Optional.of(last));
        }
        if (rolled.isEmpty()) {
          found.add(object);
          last = object.key();
          from = next(utf8(object.key()));
        } else {
          prefixes.add(rolled.get());
          last = rolled.get();
          // Everything below the common prefix is this one entry: the search goes on behind it.
          from = successor(utf8(last)).orElseThrow();
          skipped = true;
          break;
        }
      }
      if (!skipped && batch.size() < wanted) {
        return new Page(found, prefixes, Optional.empty());
      }
    }
  }

  /// Where a page after a key begins; after a common prefix, behind all it stands for.
  static byte[] start(String after, String prefix, Optional<String> delimiter) {
    var wholePrefix =
        delimiter.flatMap(d -> rolledUp(after, prefix, d)).filter(rolled -> rolled.equals(after));
    return wholePrefix.isPresent() ? successor(utf8(after)).orElseThrow() : next(utf8(after));
  }

  static Optional<String> rolledUp(String key, String prefix, String delimiter) {
    if (!key.startsWith(prefix)) {
      return Optional.empty();
    }
    var at = key.indexOf(delimiter, prefix.length());
    return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
  }

  /// @param shown the bucket, where owners are to be shown
  private static List<ObjectEntry> entries(Page page, Optional<Bucket> shown) {
    return page.objects.stream()
        .map(
            object ->
                new ObjectEntry(
                    object.key(),
                    object.modifiedAt(),
                    object.etag(),
                    object.size(),
                    object.headers().storageClass(),
                    shown.map(bucket -> object.marks().ownerOr(bucket.owner())),
                    object.checksum()))
        .toList();
  }

  /// The least byte string above this one.
  private static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /// The least byte string above all that begin with this one; none when there is no bound.
  static Optional<byte[]> successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        var bound = Arrays.copyOf(prefix, i + 1);
        bound[i]++;
        return Optional.of(bound);
      }
    }
    return Optional.empty();
  }

  static byte[] max(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(key));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT, "The continuation token provided is incorrect", wrong)
          .with("ArgumentName", "continuation-token");
    }
  }
}
