package network.flashback.gateway.operation;

import java.util.Optional;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.access.Caller;
import network.flashback.s3.xml.Owner;

/// Where a request leads: who asks, the SLA it acts under, the bucket it names, if that exists, and
/// the version it asks about, if that exists and the decision has to see it.
///
/// @param grant the caller's own, or the bucket owner's when the bucket's rules let the caller in
/// @param begins where the first bytes of that version lie, if it was sent at once
public record Route(
    Caller caller,
    Grant grant,
    Sla sla,
    Optional<Bucket> bucket,
    Optional<StoredObject> stored,
    Optional<Extent> begins) {
  /// The bucket of an operation that cannot do without.
  ///
  /// @throws S3Exception `NoSuchBucket`
  public Bucket requireBucket() {
    return bucket.orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_BUCKET));
  }

  /// The caller as S3 shows owners; the bucket's owner for callers without a name.
  Owner self() {
    return switch (caller) {
      case Caller.Account(String id) -> new Owner(id, id);
      case Caller.Anonymous() -> requireBucket().owner();
    };
  }
}
