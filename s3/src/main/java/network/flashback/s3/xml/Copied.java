package network.flashback.s3.xml;

import java.time.Instant;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Dates;
import network.flashback.s3.checksum.Checksum;

/// `CopyObjectResult` or `CopyPartResult`.
public record Copied(Kind kind, ETag etag, Instant lastModified, Optional<Checksum> checksum)
    implements S3Document {

  /// What was copied into.
  public enum Kind {
    OBJECT("CopyObjectResult"),
    PART("CopyPartResult");

    private final String element;

    Kind(String element) {
      this.element = element;
    }
  }

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root(kind.element)
            .element("LastModified", S3Dates.xml(lastModified))
            .element("ETag", etag.quoted());
    checksum.ifPresent(sum -> xml.element(sum.algorithm().element(), sum.value()));
    return xml.toBytes();
  }
}
