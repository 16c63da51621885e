package network.flashback.gateway;

import java.util.Optional;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.operation.Route;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;

/// Finds where a request leads: the SLA of its grant, and the bucket it names, which must belong to
/// that SLA.
final class Router {
  private final Agreements agreements;
  private final Buckets buckets;

  Router(Agreements agreements, Buckets buckets) {
    this.agreements = agreements;
    this.buckets = buckets;
  }

  /// @throws S3Exception `AccessDenied` for a bucket of another SLA, or when the SLA has ended
  Route routeFor(Grant grant, S3Request request) {
    var sla =
        agreements
            .sla(grant.slaId())
            .orElseThrow(
                () ->
                    new S3Exception(
                        S3Error.ACCESS_DENIED, "The SLA behind this access key has ended."));
    Optional<Bucket> bucket =
        request.target() instanceof S3Target.Service()
            ? Optional.empty()
            : buckets.find(request.bucket());
    // CreateBucket says itself what is wrong with a name that is taken.
    if (bucket.isPresent()
        && !bucket.get().slaId().equals(grant.slaId())
        && request.operation() != S3Operation.CREATE_BUCKET) {
      throw new S3Exception(S3Error.ACCESS_DENIED, "The bucket belongs to another SLA.");
    }
    return new Route(grant, sla, bucket);
  }
}
