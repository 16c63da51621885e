package network.flashback.gateway.operation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import network.flashback.gateway.metadata.BucketSettings.Kind;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.xml.BucketListing;
import network.flashback.s3.xml.Owner;

/// Performs what a request asks; what is not served is answered so, and never taken for something
/// else.
public final class S3Operations {
  private final BucketOperations buckets;
  private final SettingOperations settings;
  private final ReadOperations reads;
  private final ObjectOperations objects;
  private final DeleteOperations deletes;
  private final MarkOperations marks;
  private final ListOperations lists;
  private final VersionListOperations versions;
  private final MultipartOperations multipart;
  private final UploadCompletion completion;

  /// All operations there are.
  public S3Operations(
      BucketOperations buckets,
      SettingOperations settings,
      ReadOperations reads,
      ObjectOperations objects,
      DeleteOperations deletes,
      MarkOperations marks,
      ListOperations lists,
      VersionListOperations versions,
      MultipartOperations multipart,
      UploadCompletion completion) {
    this.buckets = buckets;
    this.settings = settings;
    this.reads = reads;
    this.objects = objects;
    this.deletes = deletes;
    this.marks = marks;
    this.lists = lists;
    this.versions = versions;
    this.multipart = multipart;
    this.completion = completion;
  }

  /// ListBuckets of a caller without a name, who owns none. No grant stands behind it, and nothing
  /// is said of what is there.
  public static Outcome bucketsOfNobody() {
    var nobody = new Owner("anonymous", "anonymous");
    return Outcome.of(new BucketListing(nobody, List.of(), Optional.empty(), Optional.empty()));
  }

  /// The answer to a request that may be performed.
  ///
  /// @throws S3Exception `NotImplemented` for what this gateway does not serve
  public Outcome perform(S3Request request, Authentication caller, Route route) throws IOException {
    return switch (request.operation()) {
      case LIST_BUCKETS -> buckets.list(request, route);
      case CREATE_BUCKET -> buckets.create(request, caller, route);
      case HEAD_BUCKET -> buckets.head(route);
      case DELETE_BUCKET -> buckets.delete(route);
      case GET_BUCKET_LOCATION -> buckets.location(route);
      case LIST_OBJECTS -> lists.first(request, route);
      case LIST_OBJECTS_V2 -> lists.second(request, route);
      case LIST_OBJECT_VERSIONS -> versions.list(request, route);
      case GET_OBJECT -> reads.get(request, route);
      case HEAD_OBJECT -> reads.head(request, route);
      case GET_OBJECT_ATTRIBUTES -> reads.attributes(request, route);
      case PUT_OBJECT -> objects.put(request, caller, route);
      case COPY_OBJECT -> objects.copy(request, route);
      case DELETE_OBJECT -> deletes.delete(request, route);
      case DELETE_OBJECTS -> deletes.deleteMany(request, caller, route);
      case CREATE_MULTIPART_UPLOAD -> multipart.create(request, route);
      case UPLOAD_PART -> multipart.put(request, caller, route);
      case UPLOAD_PART_COPY -> multipart.copy(request, route);
      case COMPLETE_MULTIPART_UPLOAD -> completion.complete(request, caller, route);
      case ABORT_MULTIPART_UPLOAD -> multipart.abort(request, route);
      case LIST_PARTS -> multipart.listParts(request, route);
      case LIST_MULTIPART_UPLOADS -> multipart.listUploads(request, route);
      case GET_OBJECT_TAGGING -> marks.tags(request, route);
      case PUT_OBJECT_TAGGING -> marks.setTags(request, caller, route);
      case DELETE_OBJECT_TAGGING -> marks.deleteTags(request, route);
      case GET_OBJECT_ACL -> marks.acl(request, route);
      case PUT_OBJECT_ACL -> marks.setAcl(request, caller, route);
      case GET_OBJECT_RETENTION -> marks.retention(request, route);
      case PUT_OBJECT_RETENTION -> marks.setRetention(request, caller, route);
      case GET_OBJECT_LEGAL_HOLD -> marks.hold(request, route);
      case PUT_OBJECT_LEGAL_HOLD -> marks.setHold(request, caller, route);
      default -> performOnSettings(request, caller, route);
    };
  }

  private Outcome performOnSettings(S3Request request, Authentication caller, Route route)
      throws IOException {
    return switch (request.operation()) {
      case GET_BUCKET_VERSIONING -> settings.versioning(route);
      case PUT_BUCKET_VERSIONING -> settings.setVersioning(request, caller, route);
      case GET_BUCKET_ACL -> settings.acl(route);
      case PUT_BUCKET_ACL -> settings.setAcl(request, caller, route);
      case GET_BUCKET_POLICY -> settings.get(Kind.POLICY, S3Error.NO_SUCH_BUCKET_POLICY, route);
      case PUT_BUCKET_POLICY -> settings.setPolicy(request, caller, route);
      case DELETE_BUCKET_POLICY -> settings.remove(Kind.POLICY, route);
      case GET_BUCKET_POLICY_STATUS -> settings.policyStatus(route);
      case GET_BUCKET_CORS -> settings.get(Kind.CORS, S3Error.NO_SUCH_CORS_CONFIGURATION, route);
      case PUT_BUCKET_CORS -> settings.setCors(request, caller, route);
      case DELETE_BUCKET_CORS -> settings.remove(Kind.CORS, route);
      case GET_BUCKET_LIFECYCLE_CONFIGURATION ->
          settings.get(Kind.LIFECYCLE, S3Error.NO_SUCH_LIFECYCLE_CONFIGURATION, route);
      case PUT_BUCKET_LIFECYCLE_CONFIGURATION -> settings.setLifecycle(request, caller, route);
      case DELETE_BUCKET_LIFECYCLE -> settings.remove(Kind.LIFECYCLE, route);
      case GET_BUCKET_TAGGING -> settings.get(Kind.TAGGING, S3Error.NO_SUCH_TAG_SET, route);
      case PUT_BUCKET_TAGGING -> settings.setTags(request, caller, route);
      case DELETE_BUCKET_TAGGING -> settings.remove(Kind.TAGGING, route);
      case GET_BUCKET_ENCRYPTION ->
          settings.get(
              Kind.ENCRYPTION, S3Error.SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND, route);
      case PUT_BUCKET_ENCRYPTION -> settings.setEncryption(request, caller, route);
      case DELETE_BUCKET_ENCRYPTION -> settings.remove(Kind.ENCRYPTION, route);
      case GET_BUCKET_OWNERSHIP_CONTROLS ->
          settings.get(Kind.OWNERSHIP, S3Error.OWNERSHIP_CONTROLS_NOT_FOUND, route);
      case PUT_BUCKET_OWNERSHIP_CONTROLS -> settings.setOwnership(request, caller, route);
      case DELETE_BUCKET_OWNERSHIP_CONTROLS -> settings.remove(Kind.OWNERSHIP, route);
      case GET_PUBLIC_ACCESS_BLOCK ->
          settings.get(
              Kind.PUBLIC_ACCESS_BLOCK, S3Error.NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION, route);
      case PUT_PUBLIC_ACCESS_BLOCK -> settings.setPublicAccessBlock(request, caller, route);
      case DELETE_PUBLIC_ACCESS_BLOCK -> settings.remove(Kind.PUBLIC_ACCESS_BLOCK, route);
      case GET_OBJECT_LOCK_CONFIGURATION ->
          settings.get(Kind.OBJECT_LOCK, S3Error.OBJECT_LOCK_CONFIGURATION_NOT_FOUND, route);
      case PUT_OBJECT_LOCK_CONFIGURATION -> settings.setObjectLock(request, caller, route);
      case GET_BUCKET_REQUEST_PAYMENT -> settings.requestPayment(route);
      // Settings a bucket here never has: the documented answer says so, and clients that look
      // before they act go on.
      case GET_BUCKET_WEBSITE -> throw new S3Exception(S3Error.NO_SUCH_WEBSITE_CONFIGURATION);
      case GET_BUCKET_REPLICATION ->
          throw new S3Exception(S3Error.REPLICATION_CONFIGURATION_NOT_FOUND);
      // Sixty more; naming each would say the same sixty times.
      default ->
          throw new S3Exception(
              S3Error.NOT_IMPLEMENTED,
              request.operation().wireName() + " is not served by this gateway.");
    };
  }
}
