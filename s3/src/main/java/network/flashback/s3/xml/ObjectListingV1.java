package network.flashback.s3.xml;

import java.util.List;
import java.util.Optional;

/// `ListBucketResult` of ListObjects, version 1.
///
/// @param maxKeys as asked, at most 1000
/// @param marker the one sent, or empty text
/// @param truncated whether there is more
/// @param nextMarker where to go on; S3 sends it only with a delimiter, clients take the last key
///   otherwise
public record ObjectListingV1(
    String bucket,
    String prefix,
    Optional<String> delimiter,
    KeyEncoding encoding,
    int maxKeys,
    String marker,
    boolean truncated,
    Optional<String> nextMarker,
    List<ObjectEntry> objects,
    List<String> commonPrefixes)
    implements S3Document {

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ListBucketResult")
            .element("Name", bucket)
            .element("Prefix", encoding.writePrefix(prefix))
            .element("Marker", encoding.write(marker))
            .element("NextMarker", nextMarker.map(encoding::write))
            .element("MaxKeys", maxKeys)
            .element("Delimiter", delimiter.map(encoding::write));
    encoding.declare(xml);
    xml.element("IsTruncated", truncated);
    objects.forEach(object -> object.write(xml, encoding));
    encoding.prefixes(xml, commonPrefixes);
    return xml.toBytes();
  }
}
