package network.flashback.gateway;

import java.util.Optional;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Lookups;
import network.flashback.gateway.metadata.Lookups.Asked;
import network.flashback.gateway.metadata.Lookups.Found;
import network.flashback.gateway.operation.Route;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.access.Caller;
import network.flashback.s3.access.S3Action;

/// Finds where a request leads: the bucket it names, and the SLA it acts under. That is the SLA of
/// the bucket; the caller's own grant counts if it is about that SLA, else the owner's, for callers
/// whom the bucket's rules let in.
final class Router {
  private final Agreements agreements;
  private final Lookups lookups;
  private final Access access;

  Router(Agreements agreements, Lookups lookups, Access access) {
    this.agreements = agreements;
    this.lookups = lookups;
    this.access = access;
  }

  /// @param own the caller's grant; empty for an anonymous caller
  /// @throws S3Exception `AccessDenied` or `NoSuchBucket`
  Route routeFor(Optional<Grant> own, S3Request request) {
    var found = found(request);
    var bucket = found.bucket();
    var caller =
        own.<Caller>map(grant -> new Caller.Account(Bucket.idOf(grant.consumer())))
            .orElseGet(Caller.Anonymous::new);
    // CreateBucket says itself what is wrong with a name that is taken.
    var inBucket = bucket.isPresent() && request.operation() != S3Operation.CREATE_BUCKET;
    Grant grant;
    if (own.isEmpty() || (inBucket && isForeign(own.get(), bucket.orElseThrow()))) {
      grant = access.ownersGrant(reachable(own, bucket, request), request);
    } else {
      grant = own.get();
    }
    if (inBucket && !bucket.orElseThrow().slaId().equals(grant.slaId())) {
      throw new S3Exception(S3Error.ACCESS_DENIED, "The bucket belongs to another SLA.");
    }
    var sla =
        agreements
            .sla(grant.slaId())
            .orElseThrow(
                () ->
                    new S3Exception(
                        S3Error.ACCESS_DENIED, "The SLA behind this access key has ended."));
    return new Route(caller, grant, sla, bucket, found.object(), found.begins());
  }

  private Found found(S3Request request) {
    return switch (request.target()) {
      case S3Target.Service() -> Found.NOTHING;
      case S3Target.ObjectKey(String bucket, String key)
          when S3Action.concernsStored(request.operation()) ->
          lookups.find(new Asked(bucket, Optional.of(key), request.versionId()));
      case S3Target.ObjectKey(String bucket, String _) -> lookups.findBucket(bucket);
      case S3Target.Bucket(String bucket) -> lookups.findBucket(bucket);
    };
  }

  private static boolean isForeign(Grant own, Bucket bucket) {
    return !own.consumer().equals(bucket.consumer());
  }

  private static Bucket reachable(Optional<Grant> own, Optional<Bucket> bucket, S3Request request) {
    if (own.isEmpty()
        && (request.target() instanceof S3Target.Service()
            || request.operation() == S3Operation.CREATE_BUCKET)) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED,
          "Anonymous access is not allowed here. Sign the request with an access key.");
    }
    return bucket.orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_BUCKET));
  }
}
