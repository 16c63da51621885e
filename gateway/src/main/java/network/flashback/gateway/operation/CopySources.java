package network.flashback.gateway.operation;

import java.io.IOException;
import java.util.Optional;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.access.Permissions;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.ObjectReader;
import network.flashback.gateway.seal.CustomerLayer;
import network.flashback.s3.ByteRange;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;

/// Finds and opens the objects that copies read; the caller must be allowed to read them.
public final class CopySources {
  private final Buckets buckets;
  private final Permissions permissions;
  private final ExtentReader reader;

  /// Sources in these buckets.
  public CopySources(Buckets buckets, Permissions permissions, ExtentReader reader) {
    this.buckets = buckets;
    this.permissions = permissions;
    this.reader = reader;
  }

  /// An object to copy from, its conditions met.
  record Source(
      Bucket bucket, StoredObject object, ByteRange.Slice slice, Optional<CustomerLayer> layer) {}

  /// @throws S3Exception `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `AccessDenied`,
  ///   `PreconditionFailed` or `InvalidRange`
  Source find(S3Request request, Route route) {
    var asked = request.copySource().orElseThrow();
    var bucket =
        buckets
            .find(asked.bucket())
            .orElseThrow(
                () -> new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", asked.bucket()));
    if (bucket.slaId().equals(route.sla().id())) {
      Access.requireScope(route.grant(), new S3Target.ObjectKey(asked.bucket(), asked.key()));
    }
    var object =
        permissions
            .requireSource(bucket, asked.key(), asked.versionId(), route.caller(), request)
            .orElseThrow(
                () ->
                    new S3Exception(
                            asked.versionId().isPresent()
                                ? S3Error.NO_SUCH_VERSION
                                : S3Error.NO_SUCH_KEY)
                        .with("Key", asked.key()));
    EncryptionHeaders.requireSourceKey(request.headers(), object);
    asked.conditions().onCopySource(object.current()).require();
    var slice =
        asked
            .range()
            .map(
                range -> {
                  if (range.last() >= object.size()) {
                    throw new S3Exception(S3Error.INVALID_RANGE)
                        .with("ActualObjectSize", Long.toString(object.size()));
                  }
                  return range.within(object.size());
                })
            .orElse(new ByteRange.Slice(0, object.size()));
    var layer = EncryptionHeaders.sourceLayer(request.headers(), object.marks().encryption());
    return new Source(bucket, object, slice, layer);
  }

  /// The plain bytes of a source.
  ObjectReader open(Source source) throws IOException {
    return ObjectReader.open(
        reader,
        source.bucket,
        source.object,
        source.slice.first(),
        source.slice.length(),
        source.layer);
  }
}
