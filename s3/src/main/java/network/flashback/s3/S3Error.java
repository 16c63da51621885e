package network.flashback.s3;

/// The errors an S3 endpoint answers with: code, HTTP status and message.
///
/// Source: Amazon S3 API Reference, "Error Responses".
public enum S3Error {
  ACCESS_CONTROL_LIST_NOT_SUPPORTED(
      400, "AccessControlListNotSupported", "The bucket does not allow ACLs"),
  ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
  ACCESS_FORBIDDEN(403, "AccessForbidden", "Access forbidden"),
  ACCOUNT_PROBLEM(
      403,
      "AccountProblem",
      "There is a problem with your account that prevents the operation from completing"
          + " successfully."),
  ALL_ACCESS_DISABLED(403, "AllAccessDisabled", "All access to this resource has been disabled."),
  AMBIGUOUS_GRANT_BY_EMAIL_ADDRESS(
      400,
      "AmbiguousGrantByEmailAddress",
      "The email address you provided is associated with more than one account."),
  AUTHORIZATION_HEADER_MALFORMED(
      400, "AuthorizationHeaderMalformed", "The authorization header you provided is invalid."),
  AUTHORIZATION_QUERY_PARAMETERS_ERROR(
      400,
      "AuthorizationQueryParametersError",
      "The authorization query parameters that you provided are not valid."),
  BAD_DIGEST(
      400,
      "BadDigest",
      "The Content-MD5 or checksum value that you specified did not match what the server"
          + " received."),
  BAD_REQUEST(400, "BadRequest", "The request is not valid."),
  BUCKET_ALREADY_EXISTS(
      409,
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of"
          + " the system. Specify a different name and try again."),
  BUCKET_ALREADY_OWNED_BY_YOU(
      409,
      "BucketAlreadyOwnedByYou",
      "The bucket you tried to create already exists, and you own it."),
  BUCKET_NOT_EMPTY(409, "BucketNotEmpty", "The bucket you tried to delete is not empty."),
  CONDITIONAL_REQUEST_CONFLICT(
      409,
      "ConditionalRequestConflict",
      "A conflicting operation occurred during the conditional request. Fetch the ETag of the"
          + " object and try again."),
  CREDENTIALS_NOT_SUPPORTED(
      400, "CredentialsNotSupported", "This request does not support credentials."),
  CROSS_LOCATION_LOGGING_PROHIBITED(
      403, "CrossLocationLoggingProhibited", "Cross-Region logging is not allowed."),
  ENTITY_TOO_LARGE(
      400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."),
  ENTITY_TOO_SMALL(
      400,
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed object size."),
  EXPIRED_TOKEN(400, "ExpiredToken", "The provided token has expired."),
  ILLEGAL_LOCATION_CONSTRAINT(
      400,
      "IllegalLocationConstraintException",
      "The specified location constraint is incompatible for the region specific endpoint this"
          + " request was sent to."),
  ILLEGAL_VERSIONING_CONFIGURATION(
      400,
      "IllegalVersioningConfigurationException",
      "The versioning configuration specified in the request is invalid."),
  INCOMPLETE_BODY(
      400,
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header."),
  INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST(
      400,
      "IncorrectNumberOfFilesInPostRequest",
      "POST requires exactly one file upload per request."),
  INLINE_DATA_TOO_LARGE(
      400, "InlineDataTooLarge", "The inline data exceeds the maximum allowed size."),
  INTERNAL_ERROR(500, "InternalError", "An internal error occurred. Try again."),
  INVALID_ACCESS_KEY_ID(
      403,
      "InvalidAccessKeyId",
      "The access key ID that you provided does not exist in our records."),
  INVALID_ADDRESSING_HEADER(400, "InvalidAddressingHeader", "You must specify the Anonymous role."),
  INVALID_ARGUMENT(400, "InvalidArgument", "The specified argument was not valid."),
  INVALID_BUCKET_ACL_WITH_OBJECT_OWNERSHIP(
      400,
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with this ObjectOwnership setting."),
  INVALID_BUCKET_NAME(400, "InvalidBucketName", "The specified bucket is not valid."),
  INVALID_BUCKET_STATE(
      409, "InvalidBucketState", "The request is not valid for the current state of the bucket."),
  INVALID_DIGEST(400, "InvalidDigest", "The Content-MD5 you specified is not valid."),
  INVALID_ENCRYPTION_ALGORITHM(
      400,
      "InvalidEncryptionAlgorithmError",
      "The encryption request that you specified is not valid. The valid value is AES256."),
  INVALID_LOCATION_CONSTRAINT(
      400, "InvalidLocationConstraint", "The specified location constraint is not valid."),
  INVALID_OBJECT_STATE(
      403, "InvalidObjectState", "The operation is not valid for the current state of the object."),
  INVALID_PART(
      400,
      "InvalidPart",
      "One or more of the specified parts could not be found. The part might not have been"
          + " uploaded, or the specified entity tag might not have matched the part's entity tag."),
  INVALID_PART_NUMBER(416, "InvalidPartNumber", "The requested partnumber is not satisfiable"),
  INVALID_PART_ORDER(
      400,
      "InvalidPartOrder",
      "The list of parts was not in ascending order. The parts list must be specified in order by"
          + " part number."),
  INVALID_PAYER(403, "InvalidPayer", "All access to this object has been disabled."),
  INVALID_POLICY_DOCUMENT(
      400,
      "InvalidPolicyDocument",
      "The content of the form does not meet the conditions specified in the policy document."),
  INVALID_RANGE(416, "InvalidRange", "The requested range is not satisfiable"),
  INVALID_REQUEST(400, "InvalidRequest", "The request is not valid."),
  INVALID_RETENTION_PERIOD(
      400, "InvalidRetentionPeriod", "The retention period must be a positive integer."),
  INVALID_SECURITY(403, "InvalidSecurity", "The provided security credentials are not valid."),
  INVALID_SOAP_REQUEST(400, "InvalidSOAPRequest", "The SOAP request body is invalid."),
  INVALID_STORAGE_CLASS(
      400, "InvalidStorageClass", "The storage class you specified is not valid."),
  INVALID_TAG(400, "InvalidTag", "The tag provided was not a valid tag."),
  INVALID_TARGET_BUCKET_FOR_LOGGING(
      400,
      "InvalidTargetBucketForLogging",
      "The target bucket for logging either does not exist or is not yours."),
  INVALID_TOKEN(400, "InvalidToken", "The provided token is malformed or otherwise not valid."),
  INVALID_URI(400, "InvalidURI", "Couldn't parse the specified URI."),
  KEY_TOO_LONG(400, "KeyTooLongError", "Your key is too long."),
  MALFORMED_ACL(
      400,
      "MalformedACLError",
      "The ACL that you provided was not well formed or did not validate against our published"
          + " schema."),
  MALFORMED_POLICY(400, "MalformedPolicy", "Your policy contains a principal that is not valid."),
  MALFORMED_POST_REQUEST(
      400,
      "MalformedPOSTRequest",
      "The body of your POST request is not well-formed multipart/form-data."),
  MALFORMED_TRAILER(
      400,
      "MalformedTrailerError",
      "The request contained trailing data that was not well-formed or did not conform to our"
          + " published schema."),
  MALFORMED_XML(
      400,
      "MalformedXML",
      "The XML that you provided was not well formed or did not validate against our published"
          + " schema."),
  MAX_MESSAGE_LENGTH_EXCEEDED(400, "MaxMessageLengthExceeded", "Your request was too large."),
  MAX_POST_PRE_DATA_LENGTH_EXCEEDED(
      400,
      "MaxPostPreDataLengthExceededError",
      "Your POST request fields preceding the upload file were too large."),
  METADATA_TOO_LARGE(
      400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size."),
  METHOD_NOT_ALLOWED(
      405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
  MISSING_CONTENT_LENGTH(
      411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
  MISSING_REQUEST_BODY(400, "MissingRequestBodyError", "The request body is empty."),
  MISSING_SECURITY_HEADER(
      400, "MissingSecurityHeader", "Your request is missing a required header."),
  NO_LOGGING_STATUS_FOR_KEY(
      400,
      "NoLoggingStatusForKey",
      "There is no such thing as a logging status subresource for a key."),
  NO_SUCH_BUCKET(404, "NoSuchBucket", "The specified bucket does not exist."),
  NO_SUCH_BUCKET_POLICY(
      404, "NoSuchBucketPolicy", "The specified bucket does not have a bucket policy."),
  NO_SUCH_CONFIGURATION(404, "NoSuchConfiguration", "The specified configuration does not exist."),
  NO_SUCH_CORS_CONFIGURATION(
      404, "NoSuchCORSConfiguration", "The specified bucket does not have a CORS configuration."),
  NO_SUCH_KEY(404, "NoSuchKey", "The specified key does not exist."),
  NO_SUCH_LIFECYCLE_CONFIGURATION(
      404, "NoSuchLifecycleConfiguration", "The specified lifecycle configuration does not exist."),
  NO_SUCH_OBJECT_LOCK_CONFIGURATION(
      404,
      "NoSuchObjectLockConfiguration",
      "The specified object does not have an ObjectLock configuration."),
  NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION(
      404,
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found."),
  NO_SUCH_TAG_SET(404, "NoSuchTagSet", "The specified tag does not exist."),
  NO_SUCH_UPLOAD(
      404,
      "NoSuchUpload",
      "The specified multipart upload does not exist. The upload ID might not be valid, or the"
          + " multipart upload might have been aborted or completed."),
  NO_SUCH_VERSION(
      404,
      "NoSuchVersion",
      "The version ID specified in the request does not match an existing version."),
  NO_SUCH_WEBSITE_CONFIGURATION(
      404,
      "NoSuchWebsiteConfiguration",
      "The specified bucket does not have a website configuration."),
  NOT_IMPLEMENTED(
      501,
      "NotImplemented",
      "A header or query that you provided implies functionality that is not implemented."),
  NOT_MODIFIED(304, "NotModified", "Not Modified"),
  NOT_SIGNED_UP(
      403,
      "NotSignedUp",
      "Your account is not signed up for this service. Sign up, then try again."),
  OBJECT_LOCK_CONFIGURATION_NOT_FOUND(
      404,
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket"),
  OPERATION_ABORTED(
      409,
      "OperationAborted",
      "A conflicting conditional operation is currently in progress against this resource. Try"
          + " again."),
  OWNERSHIP_CONTROLS_NOT_FOUND(
      404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found."),
  PERMANENT_REDIRECT(
      301,
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint."
          + " Send all future requests to this endpoint."),
  PRECONDITION_FAILED(
      412,
      "PreconditionFailed",
      "At least one of the preconditions that you specified did not hold."),
  QUOTA_EXCEEDED(
      403,
      "QuotaExceeded",
      "The storage agreed for this bucket is used up. Delete objects, or extend the SLA, then try"
          + " again."),
  REDIRECT(307, "Redirect", "Temporary redirect."),
  REPLICATION_CONFIGURATION_NOT_FOUND(
      404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found."),
  REQUEST_HEADER_SECTION_TOO_LARGE(
      400,
      "RequestHeaderSectionTooLarge",
      "The request header and query parameters used to make the request exceed the maximum allowed"
          + " size."),
  REQUEST_IS_NOT_MULTI_PART_CONTENT(
      412,
      "RequestIsNotMultiPartContent",
      "A bucket POST request must be of the enclosure-type multipart/form-data."),
  REQUEST_TIMEOUT(
      400,
      "RequestTimeout",
      "Your socket connection to the server was not read from or written to within the timeout"
          + " period."),
  REQUEST_TIME_TOO_SKEWED(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the server's time is too large."),
  RESTORE_ALREADY_IN_PROGRESS(
      409, "RestoreAlreadyInProgress", "The object restore is already in progress."),
  SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND(
      404,
      "ServerSideEncryptionConfigurationNotFoundError",
      "The server-side encryption configuration was not found."),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailable", "Service is unable to handle request."),
  SIGNATURE_DOES_NOT_MATCH(
      403,
      "SignatureDoesNotMatch",
      "The request signature that the server calculated does not match the signature that you"
          + " provided. Check your secret access key and signing method."),
  SLOW_DOWN(503, "SlowDown", "Please reduce your request rate."),
  TEMPORARY_REDIRECT(
      307,
      "TemporaryRedirect",
      "You are being redirected to the bucket while the Domain Name System (DNS) server is being"
          + " updated."),
  TOO_MANY_BUCKETS(
      400,
      "TooManyBuckets",
      "You have attempted to create more buckets than are allowed for an account."),
  UNEXPECTED_CONTENT(400, "UnexpectedContent", "This request contains unsupported content."),
  UNRESOLVABLE_GRANT_BY_EMAIL_ADDRESS(
      400,
      "UnresolvableGrantByEmailAddress",
      "The email address you provided does not match any account on record."),
  USER_KEY_MUST_BE_SPECIFIED(
      400,
      "UserKeyMustBeSpecified",
      "The bucket POST request must contain the specified field name. If it is specified, check"
          + " the order of the fields."),
  X_AMZ_CONTENT_SHA256_MISMATCH(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.");

  private final int status;
  private final String code;
  private final String message;

  S3Error(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /// HTTP status.
  public int status() {
    return status;
  }

  /// The text of the error document's `Code`.
  public String code() {
    return code;
  }

  public String message() {
    return message;
  }
}
