package network.flashback.gateway.operation;

import java.util.Optional;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// Where a request leads: the SLA its grant belongs to, and the bucket it names, if that exists.
public record Route(Grant grant, Sla sla, Optional<Bucket> bucket) {
  /// The bucket of an operation that cannot do without.
  ///
  /// @throws S3Exception `NoSuchBucket`
  public Bucket requireBucket() {
    return bucket.orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_BUCKET));
  }
}
