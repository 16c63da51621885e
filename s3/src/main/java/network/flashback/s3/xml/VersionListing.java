package network.flashback.s3.xml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Dates;
import network.flashback.s3.checksum.Checksum;

/// `ListVersionsResult`.
///
/// @param nextKeyMarker with `nextVersionIdMarker`, present when the listing is truncated
public record VersionListing(
    String bucket,
    String prefix,
    Optional<String> delimiter,
    KeyEncoding encoding,
    String keyMarker,
    String versionIdMarker,
    Optional<String> nextKeyMarker,
    Optional<String> nextVersionIdMarker,
    int maxKeys,
    List<Entry> entries,
    List<String> commonPrefixes)
    implements S3Document {

  /// One version, or one delete marker.
  ///
  /// @param object empty for a delete marker
  public record Entry(
      String key,
      String versionId,
      boolean latest,
      Instant lastModified,
      Owner owner,
      Optional<Content> object) {}

  /// What a version holds.
  public record Content(ETag etag, long size, String storageClass, Optional<Checksum> checksum) {}

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ListVersionsResult")
            .element("Name", bucket)
            .element("Prefix", encoding.write(prefix))
            .element("KeyMarker", encoding.write(keyMarker))
            .element("VersionIdMarker", versionIdMarker)
            .element("NextKeyMarker", nextKeyMarker.map(encoding::write))
            .element("NextVersionIdMarker", nextVersionIdMarker)
            .element("MaxKeys", maxKeys)
            .element("Delimiter", delimiter.map(encoding::write));
    encoding.declare(xml);
    xml.element("IsTruncated", nextKeyMarker.isPresent());
    entries.forEach(entry -> write(xml, entry));
    encoding.prefixes(xml, commonPrefixes);
    return xml.toBytes();
  }

  private void write(XmlWriter xml, Entry entry) {
    xml.open(entry.object.isPresent() ? "Version" : "DeleteMarker")
        .element("Key", encoding.write(entry.key))
        .element("VersionId", entry.versionId)
        .element("IsLatest", entry.latest)
        .element("LastModified", S3Dates.xml(entry.lastModified));
    entry.object.ifPresent(
        object -> {
          xml.element("ETag", object.etag.quoted());
          object.checksum.ifPresent(
              sum ->
                  xml.element("ChecksumAlgorithm", sum.algorithm().name())
                      .element("ChecksumType", sum.type().name()));
          xml.element("Size", object.size).element("StorageClass", object.storageClass);
        });
    entry.owner.write(xml, "Owner");
    xml.close();
  }
}
