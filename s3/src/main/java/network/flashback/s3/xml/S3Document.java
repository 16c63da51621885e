package network.flashback.s3.xml;

/// The body of a response, as a value that can render itself.
public sealed interface S3Document
    permits BucketListing,
        ObjectListing,
        ObjectListingV1,
        PartListing,
        UploadListing,
        UploadInitiated,
        UploadCompleted,
        Copied,
        DeleteResult,
        BucketLocation,
        Versioning,
        AccessControlList,
        BucketEncryption,
        CorsConfiguration,
        LegalHold,
        LifecycleConfiguration,
        ObjectAttributes,
        ObjectLockConfiguration,
        OwnershipControls,
        PolicyStatus,
        PostResponse,
        PublicAccessBlock,
        RequestPayment,
        Retention,
        Tagging,
        VersionListing,
        ErrorDocument {

  /// The media type of every document.
  String MEDIA_TYPE = "application/xml";

  /// UTF-8, with XML declaration.
  byte[] toXml();
}
