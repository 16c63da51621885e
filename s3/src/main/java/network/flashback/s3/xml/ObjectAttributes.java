package network.flashback.s3.xml;

import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.Checksum;

/// `GetObjectAttributesResponse`: as much as was asked for.
///
/// @param parts of an object that was sent in parts
public record ObjectAttributes(
    Optional<ETag> etag,
    Optional<Checksum> checksum,
    Optional<Parts> parts,
    Optional<String> storageClass,
    Optional<Long> size)
    implements S3Document {

  /// A page of parts.
  public record Parts(
      int total, int marker, int next, int max, boolean truncated, List<Part> listed) {}

  /// One part.
  public record Part(int number, long size, Optional<Checksum> checksum) {}

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter().root("GetObjectAttributesResponse").element("ETag", etag.map(ETag::value));
    checksum.ifPresent(
        sum ->
            xml.open("Checksum")
                .element(sum.algorithm().element(), sum.value())
                .element("ChecksumType", sum.type().name())
                .close());
    parts.ifPresent(page -> write(xml, page));
    xml.element("StorageClass", storageClass);
    size.ifPresent(bytes -> xml.element("ObjectSize", bytes));
    return xml.toBytes();
  }

  private static void write(XmlWriter xml, Parts page) {
    xml.open("ObjectParts")
        .element("PartsCount", page.total)
        .element("PartNumberMarker", page.marker)
        .element("NextPartNumberMarker", page.next)
        .element("MaxParts", page.max)
        .element("IsTruncated", page.truncated);
    for (Part part : page.listed) {
      xml.open("Part").element("PartNumber", part.number).element("Size", part.size);
      part.checksum.ifPresent(sum -> xml.element(sum.algorithm().element(), sum.value()));
      xml.close();
    }
    xml.close();
  }
}
