package network.flashback.s3;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every operation of the S3 API, each with what tells it apart on the wire.
///
/// All are listed, also those an endpoint does not serve, so that a request is never taken for
/// another one: `GET /b/k?torrent` is `GetObjectTorrent`, to be answered with `NotImplemented`, and
/// never `GetObject`.
public enum S3Operation {
  LIST_BUCKETS("ListBuckets", Scope.SERVICE, "GET"),
  CREATE_BUCKET("CreateBucket", Scope.BUCKET, "PUT"),
  DELETE_BUCKET("DeleteBucket", Scope.BUCKET, "DELETE"),
  HEAD_BUCKET("HeadBucket", Scope.BUCKET, "HEAD"),
  LIST_OBJECTS("ListObjects", Scope.BUCKET, "GET"),
  LIST_OBJECTS_V2("ListObjectsV2", Scope.BUCKET, "GET", "list-type=2"),
  LIST_OBJECT_VERSIONS("ListObjectVersions", Scope.BUCKET, "GET", "versions"),
  LIST_MULTIPART_UPLOADS("ListMultipartUploads", Scope.BUCKET, "GET", "uploads"),
  DELETE_OBJECTS("DeleteObjects", Scope.BUCKET, "POST", "delete"),
  POST_OBJECT("PostObject", Scope.BUCKET, "POST"),
  GET_BUCKET_LOCATION("GetBucketLocation", Scope.BUCKET, "GET", "location"),
  CREATE_SESSION("CreateSession", Scope.BUCKET, "GET", "session"),
  GET_BUCKET_ABAC("GetBucketAbac", Scope.BUCKET, "GET", "abac"),
  PUT_BUCKET_ABAC("PutBucketAbac", Scope.BUCKET, "PUT", "abac"),
  GET_BUCKET_ACCELERATE_CONFIGURATION(
      "GetBucketAccelerateConfiguration", Scope.BUCKET, "GET", "accelerate"),
  PUT_BUCKET_ACCELERATE_CONFIGURATION(
      "PutBucketAccelerateConfiguration", Scope.BUCKET, "PUT", "accelerate"),
  GET_BUCKET_ACL("GetBucketAcl", Scope.BUCKET, "GET", "acl"),
  PUT_BUCKET_ACL("PutBucketAcl", Scope.BUCKET, "PUT", "acl"),
  GET_BUCKET_ANALYTICS_CONFIGURATION(
      "GetBucketAnalyticsConfiguration", Scope.BUCKET, "GET", "analytics", "id"),
  LIST_BUCKET_ANALYTICS_CONFIGURATIONS(
      "ListBucketAnalyticsConfigurations", Scope.BUCKET, "GET", "analytics"),
  PUT_BUCKET_ANALYTICS_CONFIGURATION(
      "PutBucketAnalyticsConfiguration", Scope.BUCKET, "PUT", "analytics"),
  DELETE_BUCKET_ANALYTICS_CONFIGURATION(
      "DeleteBucketAnalyticsConfiguration", Scope.BUCKET, "DELETE", "analytics"),
  GET_BUCKET_CORS("GetBucketCors", Scope.BUCKET, "GET", "cors"),
  PUT_BUCKET_CORS("PutBucketCors", Scope.BUCKET, "PUT", "cors"),
  DELETE_BUCKET_CORS("DeleteBucketCors", Scope.BUCKET, "DELETE", "cors"),
  GET_BUCKET_ENCRYPTION("GetBucketEncryption", Scope.BUCKET, "GET", "encryption"),
  PUT_BUCKET_ENCRYPTION("PutBucketEncryption", Scope.BUCKET, "PUT", "encryption"),
  DELETE_BUCKET_ENCRYPTION("DeleteBucketEncryption", Scope.BUCKET, "DELETE", "encryption"),
  GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "GetBucketIntelligentTieringConfiguration", Scope.BUCKET, "GET", "intelligent-tiering", "id"),
  LIST_BUCKET_INTELLIGENT_TIERING_CONFIGURATIONS(
      "ListBucketIntelligentTieringConfigurations", Scope.BUCKET, "GET", "intelligent-tiering"),
  PUT_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "PutBucketIntelligentTieringConfiguration", Scope.BUCKET, "PUT", "intelligent-tiering"),
  DELETE_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "DeleteBucketIntelligentTieringConfiguration", Scope.BUCKET, "DELETE", "intelligent-tiering"),
  GET_BUCKET_INVENTORY_CONFIGURATION(
      "GetBucketInventoryConfiguration", Scope.BUCKET, "GET", "inventory", "id"),
  LIST_BUCKET_INVENTORY_CONFIGURATIONS(
      "ListBucketInventoryConfigurations", Scope.BUCKET, "GET", "inventory"),
  PUT_BUCKET_INVENTORY_CONFIGURATION(
      "PutBucketInventoryConfiguration", Scope.BUCKET, "PUT", "inventory"),
  DELETE_BUCKET_INVENTORY_CONFIGURATION(
      "DeleteBucketInventoryConfiguration", Scope.BUCKET, "DELETE", "inventory"),
  GET_BUCKET_LIFECYCLE_CONFIGURATION(
      "GetBucketLifecycleConfiguration", Scope.BUCKET, "GET", "lifecycle"),
  PUT_BUCKET_LIFECYCLE_CONFIGURATION(
      "PutBucketLifecycleConfiguration", Scope.BUCKET, "PUT", "lifecycle"),
  DELETE_BUCKET_LIFECYCLE("DeleteBucketLifecycle", Scope.BUCKET, "DELETE", "lifecycle"),
  GET_BUCKET_LOGGING("GetBucketLogging", Scope.BUCKET, "GET", "logging"),
  PUT_BUCKET_LOGGING("PutBucketLogging", Scope.BUCKET, "PUT", "logging"),
  CREATE_BUCKET_METADATA_CONFIGURATION(
      "CreateBucketMetadataConfiguration", Scope.BUCKET, "POST", "metadataConfiguration"),
  GET_BUCKET_METADATA_CONFIGURATION(
      "GetBucketMetadataConfiguration", Scope.BUCKET, "GET", "metadataConfiguration"),
  DELETE_BUCKET_METADATA_CONFIGURATION(
      "DeleteBucketMetadataConfiguration", Scope.BUCKET, "DELETE", "metadataConfiguration"),
  CREATE_BUCKET_METADATA_TABLE_CONFIGURATION(
      "CreateBucketMetadataTableConfiguration", Scope.BUCKET, "POST", "metadataTable"),
  GET_BUCKET_METADATA_TABLE_CONFIGURATION(
      "GetBucketMetadataTableConfiguration", Scope.BUCKET, "GET", "metadataTable"),
  DELETE_BUCKET_METADATA_TABLE_CONFIGURATION(
      "DeleteBucketMetadataTableConfiguration", Scope.BUCKET, "DELETE", "metadataTable"),
  UPDATE_BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION(
      "UpdateBucketMetadataInventoryTableConfiguration",
      Scope.BUCKET,
      "PUT",
      "metadataInventoryTable"),
  UPDATE_BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION(
      "UpdateBucketMetadataJournalTableConfiguration", Scope.BUCKET, "PUT", "metadataJournalTable"),
  GET_BUCKET_METRICS_CONFIGURATION(
      "GetBucketMetricsConfiguration", Scope.BUCKET, "GET", "metrics", "id"),
  LIST_BUCKET_METRICS_CONFIGURATIONS(
      "ListBucketMetricsConfigurations", Scope.BUCKET, "GET", "metrics"),
  PUT_BUCKET_METRICS_CONFIGURATION("PutBucketMetricsConfiguration", Scope.BUCKET, "PUT", "metrics"),
  DELETE_BUCKET_METRICS_CONFIGURATION(
      "DeleteBucketMetricsConfiguration", Scope.BUCKET, "DELETE", "metrics"),
  GET_BUCKET_NOTIFICATION_CONFIGURATION(
      "GetBucketNotificationConfiguration", Scope.BUCKET, "GET", "notification"),
  PUT_BUCKET_NOTIFICATION_CONFIGURATION(
      "PutBucketNotificationConfiguration", Scope.BUCKET, "PUT", "notification"),
  GET_OBJECT_LOCK_CONFIGURATION("GetObjectLockConfiguration", Scope.BUCKET, "GET", "object-lock"),
  PUT_OBJECT_LOCK_CONFIGURATION("PutObjectLockConfiguration", Scope.BUCKET, "PUT", "object-lock"),
  GET_BUCKET_OWNERSHIP_CONTROLS(
      "GetBucketOwnershipControls", Scope.BUCKET, "GET", "ownershipControls"),
  PUT_BUCKET_OWNERSHIP_CONTROLS(
      "PutBucketOwnershipControls", Scope.BUCKET, "PUT", "ownershipControls"),
  DELETE_BUCKET_OWNERSHIP_CONTROLS(
      "DeleteBucketOwnershipControls", Scope.BUCKET, "DELETE", "ownershipControls"),
  GET_BUCKET_POLICY("GetBucketPolicy", Scope.BUCKET, "GET", "policy"),
  PUT_BUCKET_POLICY("PutBucketPolicy", Scope.BUCKET, "PUT", "policy"),
  DELETE_BUCKET_POLICY("DeleteBucketPolicy", Scope.BUCKET, "DELETE", "policy"),
  GET_BUCKET_POLICY_STATUS("GetBucketPolicyStatus", Scope.BUCKET, "GET", "policyStatus"),
  GET_PUBLIC_ACCESS_BLOCK("GetPublicAccessBlock", Scope.BUCKET, "GET", "publicAccessBlock"),
  PUT_PUBLIC_ACCESS_BLOCK("PutPublicAccessBlock", Scope.BUCKET, "PUT", "publicAccessBlock"),
  DELETE_PUBLIC_ACCESS_BLOCK(
      "DeletePublicAccessBlock", Scope.BUCKET, "DELETE", "publicAccessBlock"),
  GET_BUCKET_REPLICATION("GetBucketReplication", Scope.BUCKET, "GET", "replication"),
  PUT_BUCKET_REPLICATION("PutBucketReplication", Scope.BUCKET, "PUT", "replication"),
  DELETE_BUCKET_REPLICATION("DeleteBucketReplication", Scope.BUCKET, "DELETE", "replication"),
  GET_BUCKET_REQUEST_PAYMENT("GetBucketRequestPayment", Scope.BUCKET, "GET", "requestPayment"),
  PUT_BUCKET_REQUEST_PAYMENT("PutBucketRequestPayment", Scope.BUCKET, "PUT", "requestPayment"),
  GET_BUCKET_TAGGING("GetBucketTagging", Scope.BUCKET, "GET", "tagging"),
  PUT_BUCKET_TAGGING("PutBucketTagging", Scope.BUCKET, "PUT", "tagging"),
  DELETE_BUCKET_TAGGING("DeleteBucketTagging", Scope.BUCKET, "DELETE", "tagging"),
  GET_BUCKET_VERSIONING("GetBucketVersioning", Scope.BUCKET, "GET", "versioning"),
  PUT_BUCKET_VERSIONING("PutBucketVersioning", Scope.BUCKET, "PUT", "versioning"),
  GET_BUCKET_WEBSITE("GetBucketWebsite", Scope.BUCKET, "GET", "website"),
  PUT_BUCKET_WEBSITE("PutBucketWebsite", Scope.BUCKET, "PUT", "website"),
  DELETE_BUCKET_WEBSITE("DeleteBucketWebsite", Scope.BUCKET, "DELETE", "website"),
  GET_OBJECT("GetObject", Scope.OBJECT, "GET"),
  HEAD_OBJECT("HeadObject", Scope.OBJECT, "HEAD"),
  PUT_OBJECT("PutObject", Scope.OBJECT, "PUT"),
  COPY_OBJECT("CopyObject", Scope.OBJECT, "PUT", "@x-amz-copy-source"),
  DELETE_OBJECT("DeleteObject", Scope.OBJECT, "DELETE"),
  GET_OBJECT_ACL("GetObjectAcl", Scope.OBJECT, "GET", "acl"),
  PUT_OBJECT_ACL("PutObjectAcl", Scope.OBJECT, "PUT", "acl"),
  GET_OBJECT_ATTRIBUTES("GetObjectAttributes", Scope.OBJECT, "GET", "attributes"),
  UPDATE_OBJECT_ENCRYPTION("UpdateObjectEncryption", Scope.OBJECT, "PUT", "encryption"),
  GET_OBJECT_LEGAL_HOLD("GetObjectLegalHold", Scope.OBJECT, "GET", "legal-hold"),
  PUT_OBJECT_LEGAL_HOLD("PutObjectLegalHold", Scope.OBJECT, "PUT", "legal-hold"),
  GET_OBJECT_RETENTION("GetObjectRetention", Scope.OBJECT, "GET", "retention"),
  PUT_OBJECT_RETENTION("PutObjectRetention", Scope.OBJECT, "PUT", "retention"),
  GET_OBJECT_TAGGING("GetObjectTagging", Scope.OBJECT, "GET", "tagging"),
  PUT_OBJECT_TAGGING("PutObjectTagging", Scope.OBJECT, "PUT", "tagging"),
  DELETE_OBJECT_TAGGING("DeleteObjectTagging", Scope.OBJECT, "DELETE", "tagging"),
  GET_OBJECT_TORRENT("GetObjectTorrent", Scope.OBJECT, "GET", "torrent"),
  RENAME_OBJECT("RenameObject", Scope.OBJECT, "PUT", "renameObject"),
  RESTORE_OBJECT("RestoreObject", Scope.OBJECT, "POST", "restore"),
  SELECT_OBJECT_CONTENT("SelectObjectContent", Scope.OBJECT, "POST", "select"),
  CREATE_MULTIPART_UPLOAD("CreateMultipartUpload", Scope.OBJECT, "POST", "uploads"),
  UPLOAD_PART("UploadPart", Scope.OBJECT, "PUT", "uploadId"),
  UPLOAD_PART_COPY("UploadPartCopy", Scope.OBJECT, "PUT", "uploadId", "@x-amz-copy-source"),
  LIST_PARTS("ListParts", Scope.OBJECT, "GET", "uploadId"),
  COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload", Scope.OBJECT, "POST", "uploadId"),
  ABORT_MULTIPART_UPLOAD("AbortMultipartUpload", Scope.OBJECT, "DELETE", "uploadId"),
  /// CORS preflight; the actual method is in `Access-Control-Request-Method`.
  PREFLIGHT("Preflight", Scope.ANY, "OPTIONS");

  /// What an operation is addressed to.
  public enum Scope {
    SERVICE,
    BUCKET,
    OBJECT,
    ANY
  }

  // Query names that select an operation; any other name (prefix, versionId, x-id) only qualifies
  // one.
  private static final Set<String> SUB_RESOURCES =
      Arrays.stream(values())
          .filter(operation -> !operation.needs.isEmpty())
          .map(operation -> operation.needs.getFirst())
          .filter(need -> !need.startsWith("@") && !need.contains("="))
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<Scope, List<S3Operation>> BY_SCOPE = byScope();

  private final String wireName;
  private final Scope scope;
  private final String method;

  // "name": query parameter present; "name=value": with this value; "@name": header present. The
  // sub-resource comes first.
  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
  private final List<String> needs;

  S3Operation(String wireName, Scope scope, String method, String... needs) {
    this.wireName = wireName;
    this.scope = scope;
    this.method = method;
    this.needs = List.of(needs);
  }

  /// The name in the Amazon S3 API Reference.
  public String wireName() {
    return wireName;
  }

  public Scope scope() {
    return scope;
  }

  public String method() {
    return method;
  }

  /// What tells it apart: `name` or `name=value` in the query, `@name` for a header.
  public List<String> needs() {
    return needs;
  }

  /// The one operation a request asks for.
  ///
  /// @throws S3Exception `MethodNotAllowed` when the resource has no such method, `InvalidArgument`
  ///   for two sub-resources at once
  public static S3Operation of(S3HttpRequest http, Scope scope) {
    if (http.method().equals(PREFLIGHT.method)) {
      return PREFLIGHT;
    }
    String subResource = subResource(http.query());
    S3Operation best = null;
    for (S3Operation operation : BY_SCOPE.getOrDefault(scope, List.of())) {
      if (operation.matches(http, subResource)
          && (best == null || operation.needs.size() > best.needs.size())) {
        best = operation;
      }
    }
    if (best == null) {
      throw new S3Exception(S3Error.METHOD_NOT_ALLOWED)
          .with("Method", http.method())
          .with("ResourceType", subResource.isEmpty() ? scope.name() : subResource);
    }
    return best;
  }

  private static String subResource(S3Query query) {
    var named = new TreeSet<String>();
    for (S3Query.Parameter parameter : query.parameters()) {
      if (SUB_RESOURCES.contains(parameter.name())) {
        named.add(parameter.name());
      }
    }
    if (named.size() > 1) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT,
              "Conflicting query string parameters: " + String.join(", ", named))
          .with("ArgumentName", "ResourceType")
          .with("ArgumentValue", named.getFirst());
    }
    return named.isEmpty() ? "" : named.getFirst();
  }

  private boolean matches(S3HttpRequest http, String subResource) {
    return method.equals(http.method())
        && (subResource.isEmpty() || needs.contains(subResource))
        && needs.stream().allMatch(need -> isMet(need, http));
  }

  private static boolean isMet(String need, S3HttpRequest http) {
    if (need.startsWith("@")) {
      return http.headers().has(need.substring(1));
    }
    int equals = need.indexOf('=');
    return equals < 0
        ? http.query().has(need)
        : http.query()
            .first(need.substring(0, equals))
            .equals(Optional.of(need.substring(equals + 1)));
  }

  private static Map<Scope, List<S3Operation>> byScope() {
    var operations =
        Arrays.stream(values())
            .collect(
                Collectors.groupingBy(
                    S3Operation::scope, () -> new EnumMap<>(Scope.class), Collectors.toList()));
    return Map.copyOf(operations);
  }
}
