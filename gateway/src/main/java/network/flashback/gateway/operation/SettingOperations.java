package network.flashback.gateway.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.BucketSettings;
import network.flashback.gateway.metadata.BucketSettings.Kind;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.access.BucketPolicy;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.xml.BucketEncryption;
import network.flashback.s3.xml.CorsConfiguration;
import network.flashback.s3.xml.LifecycleConfiguration;
import network.flashback.s3.xml.ObjectLockConfiguration;
import network.flashback.s3.xml.OwnershipControls;
import network.flashback.s3.xml.PolicyStatus;
import network.flashback.s3.xml.PublicAccessBlock;
import network.flashback.s3.xml.RequestPayment;
import network.flashback.s3.xml.S3Document;
import network.flashback.s3.xml.Tagging;
import network.flashback.s3.xml.Versioning;

/// Operations on the settings of buckets: one to answer, one to set, one to remove, for every kind.
public final class SettingOperations {
  private final Buckets buckets;
  private final Supplier<String> ids;

  /// @param ids for lifecycle rules without a name
  public SettingOperations(Buckets buckets, Supplier<String> ids) {
    this.buckets = buckets;
    this.ids = ids;
  }

  /// The document as it was set.
  ///
  /// @param missing the error when it was never set
  Outcome get(Kind kind, S3Error missing, Route route) {
    var document =
        route
            .requireBucket()
            .settings()
            .document(kind)
            .orElseThrow(
                () -> new S3Exception(missing).with("BucketName", route.requireBucket().name()));
    return Outcome.of(
        HttpResponse.bytes(200, document)
            .header(
                "Content-Type", kind == Kind.POLICY ? "application/json" : S3Document.MEDIA_TYPE));
  }

  Outcome remove(Kind kind, Route route) {
    buckets.set(route.requireBucket().name(), settings -> settings.without(kind));
    return Outcome.of(HttpResponse.empty(204));
  }

  Outcome versioning(Route route) {
    return Outcome.of(new Versioning(route.requireBucket().settings().versioning()));
  }

  Outcome setVersioning(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var status =
        MarkOperations.read(request, caller, Versioning::parse)
            .status()
            .orElseThrow(() -> new S3Exception(S3Error.ILLEGAL_VERSIONING_CONFIGURATION));
    buckets.set(
        bucket.name(),
        settings -> {
          if (settings.objectLock().isPresent() && status == Versioning.Status.SUSPENDED) {
            throw new S3Exception(
                S3Error.INVALID_BUCKET_STATE,
                "An Object Lock configuration is present on this bucket, so the versioning state"
                    + " cannot be changed.");
          }
          return settings.with(Kind.VERSIONING, status.name());
        });
    return Outcome.of(HttpResponse.empty(200));
  }

  Outcome acl(Route route) {
    return Outcome.of(route.requireBucket().acl());
  }

  Outcome setAcl(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var acl = Acls.replacing(request, caller, bucket, bucket.owner());
    buckets.set(bucket.name(), settings -> settings.with(Kind.ACL, acl.toXml()));
    return Outcome.of(HttpResponse.empty(200));
  }

  Outcome setPolicy(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var text =
        MarkOperations.read(
            request,
            caller,
            body ->
                new String(
                    body.readNBytes(BucketPolicy.CHARS_MAX * 4 + 1), StandardCharsets.UTF_8));
    var policy = BucketPolicy.parse(text, bucket.name());
    if (policy.isPublic() && bucket.settings().publicAccessBlock().blockPublicPolicy()) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "The bucket's public access block refuses public policies.");
    }
    buckets.set(bucket.name(), settings -> settings.with(Kind.POLICY, text));
    return Outcome.of(HttpResponse.empty(204));
  }

  Outcome policyStatus(Route route) {
    var rules = route.requireBucket().rules();
    return Outcome.of(
        new PolicyStatus(
            rules.acl().isPublic() || rules.policy().filter(BucketPolicy::isPublic).isPresent()));
  }

  Outcome setTags(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var tagging = MarkOperations.read(request, caller, SettingOperations::knownTags);
    if ("native".equals(tagging.tags().get(BucketSettings.LAYOUT_TAG))
        && bucket.settings().layout() != Layout.NATIVE) {
      requireNative(bucket, route.sla());
    }
    buckets.set(bucket.name(), settings -> settings.with(Kind.TAGGING, tagging.toXml()));
    return Outcome.of(HttpResponse.empty(204));
  }

  private static void requireNative(Bucket bucket, Sla sla) {
    if (!Layout.NATIVE.fits(sla.redundancy())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "Objects of this bucket cannot lie as they are: its SLA is %s, which cuts them into shards. Make the bucket under an SLA that mirrors."
              .formatted(sla.redundancy()));
    }
    if (bucket.settings().encryption().isPresent()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The bucket has a default encryption, under which every object is sealed. Remove it (DeleteBucketEncryption) before the bucket becomes native.");
    }
  }

  private static Tagging knownTags(InputStream body) throws IOException {
    var tagging = Tagging.parse(body, Tagging.BUCKET_TAGS_MAX);
    var level = tagging.tags().get(Acknowledgement.TAG);
    if (level != null && Acknowledgement.of(level).isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_TAG,
          "The tag %s is '%s', but must be k, k+1 or n: the receipts a write waits for."
              .formatted(Acknowledgement.TAG, level));
    }
    var etag = tagging.tags().get(BucketSettings.ETAG_TAG);
    if (etag != null && !Set.of("md5", "opaque").contains(etag)) {
      throw new S3Exception(
          S3Error.INVALID_TAG,
          "The tag %s is '%s', but must be md5 or opaque: how entity tags of new objects are made."
              .formatted(BucketSettings.ETAG_TAG, etag));
    }
    var layout = tagging.tags().get(BucketSettings.LAYOUT_TAG);
    if (layout != null && Layout.of(layout).isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_TAG,
          "The tag %s is '%s', but must be sealed or native: how objects lie at providers."
              .formatted(BucketSettings.LAYOUT_TAG, layout));
    }
    return tagging;
  }

  Outcome setCors(S3Request request, Authentication caller, Route route) throws IOException {
    return set(request, caller, route, Kind.CORS, CorsConfiguration::parse, 200);
  }

  Outcome setEncryption(S3Request request, Authentication caller, Route route) throws IOException {
    return set(request, caller, route, Kind.ENCRYPTION, BucketEncryption::parse, 200);
  }

  Outcome setLifecycle(S3Request request, Authentication caller, Route route) throws IOException {
    return set(
        request,
        caller,
        route,
        Kind.LIFECYCLE,
        body -> {
          var asked = LifecycleConfiguration.parse(body, ids);
          asked.classes().forEach(named -> StorageClasses.require(named, route));
          return asked;
        },
        200);
  }

  Outcome setOwnership(S3Request request, Authentication caller, Route route) throws IOException {
    var bucket = route.requireBucket();
    var controls = MarkOperations.read(request, caller, OwnershipControls::parse);
    if (controls.rule() == OwnershipControls.Rule.BUCKET_OWNER_ENFORCED
        && bucket.acl().grants().size() > 1) {
      throw new S3Exception(
          S3Error.INVALID_BUCKET_ACL_WITH_OBJECT_OWNERSHIP,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }
    buckets.set(bucket.name(), settings -> settings.with(Kind.OWNERSHIP, controls.toXml()));
    return Outcome.of(HttpResponse.empty(200));
  }

  Outcome setPublicAccessBlock(S3Request request, Authentication caller, Route route)
      throws IOException {
    return set(request, caller, route, Kind.PUBLIC_ACCESS_BLOCK, PublicAccessBlock::parse, 200);
  }

  Outcome setObjectLock(S3Request request, Authentication caller, Route route) throws IOException {
    if (!route
        .requireBucket()
        .settings()
        .versioning()
        .equals(java.util.Optional.of(Versioning.Status.ENABLED))) {
      throw new S3Exception(
          S3Error.INVALID_BUCKET_STATE,
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    }
    return set(request, caller, route, Kind.OBJECT_LOCK, ObjectLockConfiguration::parse, 200);
  }

  Outcome requestPayment(Route route) {
    route.requireBucket();
    return Outcome.of(new RequestPayment());
  }

  /// Reads a document of a stream.
  private interface Parser {
    S3Document parse(InputStream body) throws IOException;
  }

  private Outcome set(
      S3Request request, Authentication caller, Route route, Kind kind, Parser parser, int status)
      throws IOException {
    var bucket = route.requireBucket();
    var document = MarkOperations.read(request, caller, parser::parse);
    buckets.set(bucket.name(), settings -> settings.with(kind, document.toXml()));
    return Outcome.of(HttpResponse.empty(status));
  }
}
