package network.flashback.s3.xml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.S3Dates;

/// `ListMultipartUploadsResult`.
///
/// @param nextKeyMarker with `nextUploadIdMarker`, present when the listing is truncated
public record UploadListing(
    String bucket,
    String prefix,
    Optional<String> delimiter,
    KeyEncoding encoding,
    String keyMarker,
    String uploadIdMarker,
    Optional<String> nextKeyMarker,
    Optional<String> nextUploadIdMarker,
    int maxUploads,
    List<Upload> uploads,
    List<String> commonPrefixes)
    implements S3Document {

  /// One upload under way.
  public record Upload(
      String key, String uploadId, Instant initiated, Owner owner, String storageClass) {}

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ListMultipartUploadsResult")
            .element("Bucket", bucket)
            .element("KeyMarker", encoding.write(keyMarker))
            .element("UploadIdMarker", uploadIdMarker)
            .element("NextKeyMarker", nextKeyMarker.map(encoding::write))
            .element("NextUploadIdMarker", nextUploadIdMarker)
            .element("Prefix", encoding.write(prefix))
            .element("Delimiter", delimiter.map(encoding::write));
    encoding.declare(xml);
    xml.element("MaxUploads", maxUploads).element("IsTruncated", nextKeyMarker.isPresent());
    for (Upload upload : uploads) {
      xml.open("Upload")
          .element("Key", encoding.write(upload.key))
          .element("UploadId", upload.uploadId);
      upload.owner.write(xml, "Initiator");
      upload.owner.write(xml, "Owner");
      xml.element("StorageClass", upload.storageClass)
          .element("Initiated", S3Dates.xml(upload.initiated))
          .close();
    }
    encoding.prefixes(xml, commonPrefixes);
    return xml.toBytes();
  }
}
