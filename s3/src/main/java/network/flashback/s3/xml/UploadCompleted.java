package network.flashback.s3.xml;

import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.Checksum;

/// `CompleteMultipartUploadResult`.
///
/// @param location URL of the new object
public record UploadCompleted(
    String location, String bucket, String key, ETag etag, Optional<Checksum> checksum)
    implements S3Document {
  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("CompleteMultipartUploadResult")
            .element("Location", location)
            .element("Bucket", bucket)
            .element("Key", key)
            .element("ETag", etag.quoted());
    checksum.ifPresent(
        sum ->
            xml.element(sum.algorithm().element(), sum.value())
                .element("ChecksumType", sum.type().name()));
    return xml.toBytes();
  }
}
