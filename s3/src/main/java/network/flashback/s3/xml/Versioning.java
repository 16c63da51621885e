package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `VersioningConfiguration`, asked and answered.
///
/// @param status empty when versioning was never set
public record Versioning(Optional<Status> status) implements S3Document {

  /// Whether new versions are kept.
  public enum Status {
    ENABLED("Enabled"),
    SUSPENDED("Suspended");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    private static Status of(String text) {
      for (Status status : values()) {
        if (status.text.equals(text)) {
          return status;
        }
      }
      throw new S3Exception(
          S3Error.MALFORMED_XML, "The versioning Status is Enabled or Suspended, not " + text);
    }
  }

  /// Reads the request of PutBucketVersioning.
  ///
  /// @throws S3Exception `MalformedXML`
  public static Versioning parse(InputStream body) throws IOException {
    return new Versioning(
        XmlReader.read(body, "VersioningConfiguration").textOf("Status").map(Status::of));
  }

  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("VersioningConfiguration")
        .element("Status", status.map(one -> one.text))
        .toBytes();
  }
}
