package network.flashback.gateway.operation;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.BucketSettings;
import network.flashback.gateway.metadata.BucketSettings.Kind;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.http.HttpResponse;
import network.flashback.s3.BucketName;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.access.CannedAcl;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;
import network.flashback.s3.xml.BucketListing;
import network.flashback.s3.xml.BucketLocation;
import network.flashback.s3.xml.CreateBucketRequest;
import network.flashback.s3.xml.ObjectLockConfiguration;
import network.flashback.s3.xml.OwnershipControls;
import network.flashback.s3.xml.Versioning;

/// Operations on buckets. A bucket is attached to the SLA of the grant it was made with.
public final class BucketOperations {
  private final Buckets buckets;
  private final KeyRing keys;
  private final String region;
  private final Layout layout;
  private final InstantSource clock;

  /// @param region the one this endpoint answers with
  /// @param layout of new buckets whose SLA it fits; others are sealed
  public BucketOperations(
      Buckets buckets, KeyRing keys, String region, Layout layout, InstantSource clock) {
    this.buckets = buckets;
    this.keys = keys;
    this.region = region;
    this.layout = layout;
    this.clock = clock;
  }

  Outcome list(S3Request request, Route route) {
    var prefix = request.query().first("prefix");
    var after = request.query().first("continuation-token").orElse("");
    var max = request.query().count("max-buckets").orElse(Integer.MAX_VALUE);
    var entries =
        buckets.of(route.sla().id()).stream()
            .filter(bucket -> bucket.name().startsWith(prefix.orElse("")))
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .filter(bucket -> Access.covers(route.grant(), new S3Target.Bucket(bucket.name())))
            .map(bucket -> new BucketListing.Entry(bucket.name(), bucket.createdAt(), region))
            .toList();
    var page = entries.subList(0, Math.min(max, entries.size()));
    var next =
        page.isEmpty() || page.size() == entries.size()
            ? Optional.<String>empty()
            : Optional.of(page.getLast().name());
    return Outcome.of(new BucketListing(route.self(), page, next, prefix));
  }

  Outcome create(S3Request request, Authentication caller, Route route) throws IOException {
    var name = BucketName.require(request.bucket());
    try (var body = S3Body.open(request, caller.payload(), S3Body.Wanted.NOTHING)) {
      var asked = CreateBucketRequest.parse(body);
      var _ = body.finish();
      requireRegion(asked);
    }
    var key = keys.newBucketKey(name);
    var bare =
        new Bucket(
            name,
            route.sla().id(),
            route.grant().consumer(),
            key.wrapped(),
            clock.instant(),
            settings(route.sla()));
    buckets.create(
        new Bucket(
            name,
            bare.slaId(),
            bare.consumer(),
            bare.wrappedKey(),
            bare.createdAt(),
            asked(request, bare)));
    return Outcome.of(HttpResponse.empty(200).header("Location", "/" + name));
  }

  private BucketSettings settings(Sla sla) {
    var none = BucketSettings.none();
    return layout != Layout.SEALED && layout.fits(sla.redundancy())
        ? none.with(Kind.LAYOUT, layout.word())
        : none;
  }

  /// The settings in the headers of a request that makes a bucket.
  private static BucketSettings asked(S3Request request, Bucket bare) {
    var headers = request.headers();
    var settings = bare.settings();
    if (headers
        .first("x-amz-bucket-object-lock-enabled")
        .filter("true"::equalsIgnoreCase)
        .isPresent()) {
      settings =
          settings
              .with(Kind.VERSIONING, Versioning.Status.ENABLED.name())
              .with(Kind.OBJECT_LOCK, new ObjectLockConfiguration(Optional.empty()).toXml());
    }
    var ownership =
        headers.first("x-amz-object-ownership").map(String::strip).map(OwnershipControls.Rule::of);
    if (ownership.isPresent()) {
      settings = settings.with(Kind.OWNERSHIP, new OwnershipControls(ownership.get()).toXml());
    }
    if (CannedAcl.isAskedBy(headers)) {
      var enforced =
          ownership.filter(OwnershipControls.Rule.BUCKET_OWNER_ENFORCED::equals).isPresent();
      var acl = Acls.checked(CannedAcl.ofHeaders(headers, bare.owner(), bare.owner()), bare);
      if (enforced && acl.grants().size() > 1) {
        throw new S3Exception(
            S3Error.INVALID_BUCKET_ACL_WITH_OBJECT_OWNERSHIP,
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
      }
      settings = settings.with(Kind.ACL, acl.toXml());
    }
    return settings;
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
