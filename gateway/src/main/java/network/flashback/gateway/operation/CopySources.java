package network.flashback.gateway.operation;

import java.io.IOException;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.ObjectReader;
import network.flashback.s3.ByteRange;
import network.flashback.s3.CopySource;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Target;

/// Finds and opens the objects that copies read; they must be within the caller's own SLA and
/// scope.
public final class CopySources {
  private final Buckets buckets;
  private final Objects objects;
  private final ExtentReader reader;

  /// Sources among these objects.
  public CopySources(Buckets buckets, Objects objects, ExtentReader reader) {
    this.buckets = buckets;
    this.objects = objects;
    this.reader = reader;
  }

  /// An object to copy from, its conditions met.
  record Source(Bucket bucket, StoredObject object, ByteRange.Slice slice) {}

  /// @throws S3Exception `NoSuchBucket`, `NoSuchKey`, `AccessDenied`, `PreconditionFailed` or
  ///   `InvalidRange`
  Source find(CopySource asked, Route route) {
    var bucket =
        buckets
            .find(asked.bucket())
            .orElseThrow(
                () -> new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", asked.bucket()));
    if (!bucket.slaId().equals(route.sla().id())) {
      throw new S3Exception(S3Error.ACCESS_DENIED, "The source bucket belongs to another SLA.");
    }
    Access.requireScope(route.grant(), new S3Target.ObjectKey(asked.bucket(), asked.key()));
    var object =
        objects
            .find(bucket.name(), asked.key())
            .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY).with("Key", asked.key()));
    asked.conditions().onCopySource(object.current()).require();
    var slice =
        asked
            .range()
            .map(range -> range.within(object.size()))
            .orElse(new ByteRange.Slice(0, object.size()));
    return new Source(bucket, object, slice);
  }

  /// The plain bytes of a source.
  ObjectReader open(Source source) throws IOException {
    return ObjectReader.open(
        reader, source.bucket, source.object, source.slice.first(), source.slice.length());
  }
}
