package network.flashback.gateway.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.metadata.Versions;
import network.flashback.gateway.metadata.Versions.Placed;
import network.flashback.gateway.metadata.Versions.Position;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.xml.KeyEncoding;
import network.flashback.s3.xml.VersionListing;

/// ListObjectVersions: keys in the order of their UTF-8 bytes, the newest version first, rolled up
/// at a delimiter.
public final class VersionListOperations {
  private final Versions versions;

  /// Lists these versions.
  public VersionListOperations(Versions versions) {
    this.versions = versions;
  }

  /// A page; `next` is the last entry when there is more.
  private record Page(List<Placed> versions, List<String> prefixes, Optional<Next> next) {}

  private record Next(String key, Optional<String> version) {}

  private record Asked(String prefix, Optional<String> delimiter, Position from, int max) {}

  Outcome list(S3Request request, Route route) {
    var bucket = route.requireBucket();
    var query = request.query();
    var prefix = query.first("prefix").orElse("");
    var delimiter = query.first("delimiter").filter(d -> !d.isEmpty());
    var keyMarker = query.first("key-marker").orElse("");
    var versionMarker = query.first("version-id-marker").filter(id -> !id.isEmpty());
    var max =
        Math.min(query.count("max-keys").orElse(ListOperations.KEYS_MAX), ListOperations.KEYS_MAX);
    var from = start(bucket, prefix, delimiter, keyMarker, versionMarker);
    var page = page(bucket, new Asked(prefix, delimiter, from, max));
    return Outcome.of(
        new VersionListing(
            bucket.name(),
            prefix,
            delimiter,
            KeyEncoding.of(query.first("encoding-type")),
            keyMarker,
            versionMarker.orElse(""),
            page.next.map(Next::key),
            page.next.flatMap(Next::version),
            max,
            page.versions.stream().map(placed -> entry(placed.object(), bucket)).toList(),
            page.prefixes));
  }

  private Position start(
      Bucket bucket,
      String prefix,
      Optional<String> delimiter,
      String keyMarker,
      Optional<String> versionMarker) {
    if (keyMarker.isEmpty()) {
      if (versionMarker.isPresent()) {
        throw new S3Exception(
            S3Error.INVALID_ARGUMENT,
            "A version-id marker cannot be specified without a key marker.");
      }
      return new Position(ListOperations.utf8(prefix), Long.MAX_VALUE);
    }
    if (versionMarker.isPresent()) {
      var sequence = versions.sequenceOf(bucket.name(), keyMarker, versionMarker.get()).orElse(0L);
      return new Position(ListOperations.utf8(keyMarker), sequence);
    }
    var from = ListOperations.start(keyMarker, prefix, delimiter);
    return new Position(ListOperations.max(ListOperations.utf8(prefix), from), Long.MAX_VALUE);
  }

  private Page page(Bucket bucket, Asked asked) {
    var found = new ArrayList<Placed>();
    var prefixes = new ArrayList<String>();
    var last = new Next("", Optional.empty());
    if (asked.max == 0) {
      return new Page(found, prefixes, Optional.empty());
    }
    var end = ListOperations.successor(ListOperations.utf8(asked.prefix));
    var from = asked.from;
    while (true) {
      var wanted = asked.max - found.size() - prefixes.size() + 1;
      var batch = versions.list(bucket.name(), from, end, wanted);
      var skipped = false;
      for (Placed placed : batch) {
        var key = placed.object().key();
        if (found.size() + prefixes.size() == asked.max) {
          return new Page(found, prefixes, Optional.of(last));
        }
        var rolled = asked.delimiter.flatMap(d -> ListOperations.rolledUp(key, asked.prefix, d));
        if (rolled.isEmpty()) {
          found.add(placed);
          last = new Next(key, Optional.of(placed.object().version()));
          from = new Position(ListOperations.utf8(key), placed.sequence());
        } else {
          prefixes.add(rolled.get());
          last = new Next(rolled.get(), Optional.empty());
          // Everything below the common prefix is this one entry: the search goes on behind it.
          from =
              new Position(
                  ListOperations.successor(ListOperations.utf8(rolled.get())).orElseThrow(),
                  Long.MAX_VALUE);
          skipped = true;
          break;
        }
      }
      if (!skipped && batch.size() < wanted) {
        return new Page(found, prefixes, Optional.empty());
      }
    }
  }

  private static VersionListing.Entry entry(StoredObject object, Bucket bucket) {
    return new VersionListing.Entry(
        object.key(),
        object.version(),
        object.latest(),
        object.modifiedAt(),
        object.marks().ownerOr(bucket.owner()),
        object.marker()
            ? Optional.empty()
            : Optional.of(
                new VersionListing.Content(
                    object.etag(),
                    object.size(),
                    object.headers().storageClass(),
                    object.checksum())));
  }
}
