package network.flashback.gateway.operation;

import java.io.IOException;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;

/// Performs what a request asks; what is not served is answered so, and never taken for something
/// else.
public final class S3Operations {
  private final BucketOperations buckets;
  private final ObjectOperations objects;
  private final ListOperations lists;
  private final MultipartOperations multipart;

  /// All operations there are.
  public S3Operations(
      BucketOperations buckets,
      ObjectOperations objects,
      ListOperations lists,
      MultipartOperations multipart) {
    this.buckets = buckets;
    this.objects = objects;
    this.lists = lists;
    this.multipart = multipart;
  }

  /// The answer to a request that may be performed.
  ///
  /// @throws S3Exception `NotImplemented` for what this gateway does not serve
  public Outcome perform(S3Request request, Authentication caller, Route route) throws IOException {
    requireUnversioned(request);
    return switch (request.operation()) {
      case LIST_BUCKETS -> buckets.list(request, route);
      case CREATE_BUCKET -> buckets.create(request, caller, route);
      case HEAD_BUCKET -> buckets.head(route);
      case DELETE_BUCKET -> buckets.delete(route);
      case GET_BUCKET_LOCATION -> buckets.location(route);
      case GET_BUCKET_VERSIONING -> buckets.versioning(route);
      case LIST_OBJECTS -> lists.first(request, route);
      case LIST_OBJECTS_V2 -> lists.second(request, route);
      case GET_OBJECT -> objects.get(request, route);
      case HEAD_OBJECT -> objects.head(request, route);
      case PUT_OBJECT -> objects.put(request, caller, route);
      case COPY_OBJECT -> objects.copy(request, route);
      case DELETE_OBJECT -> objects.delete(request, route);
      case DELETE_OBJECTS -> objects.deleteMany(request, caller, route);
      case CREATE_MULTIPART_UPLOAD -> multipart.create(request, route);
      case UPLOAD_PART -> multipart.put(request, caller, route);
      case UPLOAD_PART_COPY -> multipart.copy(request, route);
      case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(request, caller, route);
      case ABORT_MULTIPART_UPLOAD -> multipart.abort(request, route);
      case LIST_PARTS -> multipart.listParts(request, route);
      case LIST_MULTIPART_UPLOADS -> multipart.listUploads(request, route);
      // Settings a bucket here never has: the documented answer says so, and clients that look
      // before they act go on.
      case GET_BUCKET_POLICY -> throw new S3Exception(S3Error.NO_SUCH_BUCKET_POLICY);
      case GET_BUCKET_CORS -> throw new S3Exception(S3Error.NO_SUCH_CORS_CONFIGURATION);
      case GET_BUCKET_LIFECYCLE_CONFIGURATION ->
          throw new S3Exception(S3Error.NO_SUCH_LIFECYCLE_CONFIGURATION);
      case GET_BUCKET_TAGGING -> throw new S3Exception(S3Error.NO_SUCH_TAG_SET);
      case GET_BUCKET_WEBSITE -> throw new S3Exception(S3Error.NO_SUCH_WEBSITE_CONFIGURATION);
      case GET_OBJECT_LOCK_CONFIGURATION ->
          throw new S3Exception(S3Error.OBJECT_LOCK_CONFIGURATION_NOT_FOUND);
      case GET_BUCKET_REPLICATION ->
          throw new S3Exception(S3Error.REPLICATION_CONFIGURATION_NOT_FOUND);
      // Ninety more; naming each would say the same ninety times.
      default ->
          throw new S3Exception(
              S3Error.NOT_IMPLEMENTED,
              request.operation().wireName() + " is not served by this gateway.");
    };
  }

  private static void requireUnversioned(S3Request request) {
    var version = request.versionId();
    if (version.isPresent() && !version.get().equals("null")) {
      throw new S3Exception(S3Error.NO_SUCH_VERSION);
    }
  }
}
