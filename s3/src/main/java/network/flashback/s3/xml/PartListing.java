package network.flashback.s3.xml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Dates;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.ChecksumType;

/// `ListPartsResult`.
///
/// @param partNumberMarker parts after this number are listed
/// @param truncated whether there are more after the last one listed
/// @param checksumAlgorithm the one the upload was started with
public record PartListing(
    String bucket,
    String key,
    String uploadId,
    Owner owner,
    String storageClass,
    int partNumberMarker,
    int maxParts,
    boolean truncated,
    Optional<ChecksumAlgorithm> checksumAlgorithm,
    Optional<ChecksumType> checksumType,
    List<Part> parts)
    implements S3Document {

  /// One part uploaded.
  public record Part(
      int number, Instant lastModified, ETag etag, long size, Optional<Checksum> checksum) {}

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ListPartsResult")
            .element("Bucket", bucket)
            .element("Key", key)
            .element("UploadId", uploadId);
    owner.write(xml, "Initiator");
    owner.write(xml, "Owner");
    xml.element("StorageClass", storageClass)
        .element("PartNumberMarker", partNumberMarker)
        .element("NextPartNumberMarker", parts.isEmpty() ? 0 : parts.getLast().number)
        .element("MaxParts", maxParts)
        .element("IsTruncated", truncated)
        .element("ChecksumAlgorithm", checksumAlgorithm.map(Enum::name))
        .element("ChecksumType", checksumType.map(Enum::name));
    for (Part part : parts) {
      xml.open("Part")
          .element("PartNumber", part.number)
          .element("LastModified", S3Dates.xml(part.lastModified))
          .element("ETag", part.etag.quoted())
          .element("Size", part.size);
      part.checksum.ifPresent(sum -> xml.element(sum.algorithm().element(), sum.value()));
      xml.close();
    }
    return xml.toBytes();
  }
}
