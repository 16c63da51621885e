package network.flashback.s3.xml;

import java.util.List;
import java.util.Optional;

/// `ListBucketResult` of ListObjectsV2.
///
/// @param maxKeys as asked, at most 1000
/// @param continuationToken the one sent
/// @param nextContinuationToken present when the listing is truncated
public record ObjectListing(
    String bucket,
    String prefix,
    Optional<String> delimiter,
    KeyEncoding encoding,
    int maxKeys,
    Optional<String> startAfter,
    Optional<String> continuationToken,
    Optional<String> nextContinuationToken,
    List<ObjectEntry> objects,
    List<String> commonPrefixes)
    implements S3Document {

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ListBucketResult")
            .element("Name", bucket)
            .element("Prefix", encoding.write(prefix))
            .element("Delimiter", delimiter.map(encoding::write))
            .element("StartAfter", startAfter.map(encoding::write))
            .element("ContinuationToken", continuationToken)
            .element("NextContinuationToken", nextContinuationToken)
            .element("KeyCount", objects.size() + commonPrefixes.size())
            .element("MaxKeys", maxKeys);
    encoding.declare(xml);
    xml.element("IsTruncated", nextContinuationToken.isPresent());
    objects.forEach(object -> object.write(xml, encoding));
    encoding.prefixes(xml, commonPrefixes);
    return xml.toBytes();
  }
}
