package network.flashback.s3.xml;

/// `InitiateMultipartUploadResult`, the answer of CreateMultipartUpload.
public record UploadInitiated(String bucket, String key, String uploadId) implements S3Document {
  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("InitiateMultipartUploadResult")
        .element("Bucket", bucket)
        .element("Key", key)
        .element("UploadId", uploadId)
        .toBytes();
  }
}
