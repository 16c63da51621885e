package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.http.HttpResponse;
import network.flashback.s3.BucketName;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.xml.BucketListing;
import network.flashback.s3.xml.BucketLocation;
import network.flashback.s3.xml.CreateBucketRequest;
import network.flashback.s3.xml.Owner;
import network.flashback.s3.xml.Versioning;

/// Operations on buckets. A bucket is attached to the SLA of the grant it was made with.
public final class BucketOperations {
  private final Buckets buckets;
  private final KeyRing keys;
  private final String region;
  private final InstantSource clock;

  /// @param region the one this endpoint answers with
  public BucketOperations(Buckets buckets, KeyRing keys, String region, InstantSource clock) {
    this.buckets = buckets;
    this.keys = keys;
    this.region = region;
    this.clock = clock;
  }

  static Owner owner(Route route) {
    var address = route.grant().consumer().toString();
    return new Owner(address, address);
  }

  Outcome list(S3Request request, Route route) {
    var prefix = request.query().first("prefix");
    var entries =
        buckets.of(route.sla().id()).stream()
            .filter(bucket -> bucket.name().startsWith(prefix.orElse("")))
            .filter(bucket -> Access.covers(route.grant(), new S3Target.Bucket(bucket.name())))
            .map(bucket -> new BucketListing.Entry(bucket.name(), bucket.createdAt(), region))
            .toList();
    return Outcome.of(new BucketListing(owner(route), entries, Optional.empty(), prefix));
  }

  Outcome create(S3Request request, Authentication caller, Route route) throws IOException {
    var name = BucketName.require(request.bucket());
    try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.NOTHING)) {
      var asked = CreateBucketRequest.parse(body);
      var _ = body.finish();
      requireRegion(asked);
    }
    var key = keys.newBucketKey(name);
    buckets.create(
        new Bucket(
            name, route.sla().id(), route.grant().consumer(), key.wrapped(), clock.instant()));
    return Outcome.of(HttpResponse.empty(200).header("Location", "/" + name));
  }

  Outcome head(Route route) {
    route.requireBucket();
    return Outcome.of(HttpResponse.empty(200).header("x-amz-bucket-region", region));
  }

  Outcome delete(Route route) {
    buckets.delete(route.requireBucket().name(), clock.millis());
    return Outcome.of(HttpResponse.empty(204));
  }

  Outcome location(Route route) {
    route.requireBucket();
    return Outcome.of(new BucketLocation(region));
  }

  Outcome versioning(Route route) {
    route.requireBucket();
    return Outcome.of(new Versioning(Optional.empty()));
  }

  private void requireRegion(CreateBucketRequest asked) {
    var wanted = asked.locationConstraint().orElse(region);
    if (!wanted.equals(region)) {
      throw new S3Exception(
              S3Error.INVALID_LOCATION_CONSTRAINT,
              "This endpoint has the region "
                  + region
                  + " only; where bytes lie is agreed in the SLA.")
          .with("LocationConstraint", wanted);
    }
  }
}
