package network.flashback.s3.access;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Request;
import network.flashback.s3.xml.AccessControlList.Permission;

/// The actions of policies that ACLs know too, with the permission each needs there; every other
/// action is the owner's unless a policy allows it.
///
/// Source: Amazon S3 User Guide, "Mapping of ACL permissions and access policy permissions".
public enum S3Action {
  LIST_BUCKET("ListBucket", Permission.READ, Permission.FULL_CONTROL),
  LIST_BUCKET_VERSIONS("ListBucketVersions", Permission.READ, Permission.FULL_CONTROL),
  LIST_BUCKET_MULTIPART_UPLOADS(
      "ListBucketMultipartUploads", Permission.READ, Permission.FULL_CONTROL),
  GET_BUCKET_ACL("GetBucketAcl", Permission.READ_ACP, Permission.FULL_CONTROL),
  PUT_BUCKET_ACL("PutBucketAcl", Permission.WRITE_ACP, Permission.FULL_CONTROL),
  PUT_OBJECT("PutObject", Permission.WRITE, Permission.WRITE),
  DELETE_OBJECT("DeleteObject", Permission.WRITE, Permission.WRITE),
  DELETE_OBJECT_VERSION("DeleteObjectVersion", Permission.FULL_CONTROL, Permission.WRITE),
  ABORT_MULTIPART_UPLOAD("AbortMultipartUpload", Permission.WRITE, Permission.WRITE),
  LIST_MULTIPART_UPLOAD_PARTS("ListMultipartUploadParts", Permission.WRITE, Permission.WRITE),
  GET_OBJECT("GetObject", Permission.FULL_CONTROL, Permission.READ),
  GET_OBJECT_VERSION("GetObjectVersion", Permission.FULL_CONTROL, Permission.READ),
  GET_OBJECT_ATTRIBUTES("GetObjectAttributes", Permission.FULL_CONTROL, Permission.READ),
  GET_OBJECT_ACL("GetObjectAcl", Permission.FULL_CONTROL, Permission.READ_ACP),
  PUT_OBJECT_ACL("PutObjectAcl", Permission.FULL_CONTROL, Permission.WRITE_ACP),
  /// Any other.
  OTHER("", Permission.FULL_CONTROL, Permission.FULL_CONTROL);

  private static final Map<String, S3Action> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(one -> "s3:" + one.name, Function.identity()));

  private final String name;
  private final Permission bucket;
  private final Permission object;

  S3Action(String name, Permission bucket, Permission object) {
    this.name = name;
    this.bucket = bucket;
    this.object = object;
  }

  static S3Action of(String action) {
    return BY_NAME.getOrDefault(action, OTHER);
  }

  /// What it needs in the bucket's ACL; FULL_CONTROL: that ACL does not help.
  Permission bucket() {
    return bucket;
  }

  /// What it needs in the object's ACL; FULL_CONTROL: that ACL does not help.
  Permission object() {
    return object;
  }

  /// The action a request needs, as policies name it.
  public static String of(S3Request request) {
    var versioned = request.versionId().isPresent() ? "Version" : "";
    return "s3:"
        + switch (request.operation()) {
          case LIST_OBJECTS, LIST_OBJECTS_V2, HEAD_BUCKET -> "ListBucket";
          case LIST_OBJECT_VERSIONS -> "ListBucketVersions";
          case LIST_MULTIPART_UPLOADS -> "ListBucketMultipartUploads";
          case LIST_PARTS -> "ListMultipartUploadParts";
          case GET_OBJECT, HEAD_OBJECT -> "GetObject" + versioned;
          case PUT_OBJECT,
              POST_OBJECT,
              COPY_OBJECT,
              CREATE_MULTIPART_UPLOAD,
              UPLOAD_PART,
              UPLOAD_PART_COPY,
              COMPLETE_MULTIPART_UPLOAD ->
              "PutObject";
          case DELETE_OBJECT, DELETE_OBJECTS -> "DeleteObject" + versioned;
          case GET_OBJECT_ACL -> "GetObject" + versioned + "Acl";
          case PUT_OBJECT_ACL -> "PutObject" + versioned + "Acl";
          case GET_OBJECT_TAGGING -> "GetObject" + versioned + "Tagging";
          case PUT_OBJECT_TAGGING -> "PutObject" + versioned + "Tagging";
          case DELETE_OBJECT_TAGGING -> "DeleteObject" + versioned + "Tagging";
          case GET_BUCKET_CORS -> "GetBucketCORS";
          case PUT_BUCKET_CORS, DELETE_BUCKET_CORS -> "PutBucketCORS";
          case GET_BUCKET_ENCRYPTION -> "GetEncryptionConfiguration";
          case PUT_BUCKET_ENCRYPTION, DELETE_BUCKET_ENCRYPTION -> "PutEncryptionConfiguration";
          case GET_BUCKET_LIFECYCLE_CONFIGURATION -> "GetLifecycleConfiguration";
          case PUT_BUCKET_LIFECYCLE_CONFIGURATION, DELETE_BUCKET_LIFECYCLE ->
              "PutLifecycleConfiguration";
          case GET_OBJECT_LOCK_CONFIGURATION -> "GetBucketObjectLockConfiguration";
          case PUT_OBJECT_LOCK_CONFIGURATION -> "PutBucketObjectLockConfiguration";
          case GET_PUBLIC_ACCESS_BLOCK -> "GetBucketPublicAccessBlock";
          case PUT_PUBLIC_ACCESS_BLOCK, DELETE_PUBLIC_ACCESS_BLOCK -> "PutBucketPublicAccessBlock";
          case DELETE_BUCKET_OWNERSHIP_CONTROLS -> "PutBucketOwnershipControls";
          case DELETE_BUCKET_TAGGING -> "PutBucketTagging";
          default -> request.operation().wireName();
        };
  }

  /// Whether the operation is asked of an object that must be there.
  public static boolean concernsStored(S3Operation operation) {
    return switch (operation) {
      case GET_OBJECT,
          HEAD_OBJECT,
          GET_OBJECT_ACL,
          PUT_OBJECT_ACL,
          GET_OBJECT_ATTRIBUTES,
          GET_OBJECT_TAGGING,
          PUT_OBJECT_TAGGING,
          DELETE_OBJECT_TAGGING,
          GET_OBJECT_LEGAL_HOLD,
          PUT_OBJECT_LEGAL_HOLD,
          GET_OBJECT_RETENTION,
          PUT_OBJECT_RETENTION ->
          true;
      default -> false;
    };
  }
}
