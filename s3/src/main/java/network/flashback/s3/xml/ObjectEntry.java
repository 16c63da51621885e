package network.flashback.s3.xml;

import java.time.Instant;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Dates;
import network.flashback.s3.checksum.Checksum;

/// One object in a listing.
///
/// @param size bytes
/// @param owner shown by version 1 always, by version 2 when `fetch-owner` asks
/// @param checksum its algorithm and type are shown, not its value
public record ObjectEntry(
    String key,
    Instant lastModified,
    ETag etag,
    long size,
    String storageClass,
    Optional<Owner> owner,
    Optional<Checksum> checksum) {

  void write(XmlWriter xml, KeyEncoding encoding) {
    xml.open("Contents")
        .element("Key", encoding.write(key))
        .element("LastModified", S3Dates.xml(lastModified))
        .element("ETag", etag.quoted());
    checksum.ifPresent(
        sum ->
            xml.element("ChecksumAlgorithm", sum.algorithm().name())
                .element("ChecksumType", sum.type().name()));
    xml.element("Size", size);
    owner.ifPresent(present -> present.write(xml, "Owner"));
    xml.element("StorageClass", storageClass).close();
  }
}
