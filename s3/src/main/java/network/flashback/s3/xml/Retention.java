package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `Retention`: an object version cannot be removed before its time.
public record Retention(Mode mode, Instant until) implements S3Document {

  /// How firmly it is kept.
  public enum Mode {
    /// Whoever has the right to may shorten it or remove the version.
    GOVERNANCE,
    /// Nobody may.
    COMPLIANCE;

    /// Reads a mode.
    ///
    /// @throws S3Exception `MalformedXML`
    public static Mode of(String word) {
      for (Mode mode : values()) {
        if (mode.name().equals(word)) {
          return mode;
        }
      }
      throw new S3Exception(
          S3Error.MALFORMED_XML, "A retention mode is GOVERNANCE or COMPLIANCE, not " + word);
    }
  }

  /// Reads the request of PutObjectRetention.
  ///
  /// @throws S3Exception `MalformedXML`
  public static Retention parse(InputStream body) throws IOException {
    var root = XmlReader.read(body, "Retention");
    return of(root.required("Mode").strip(), root.required("RetainUntilDate").strip());
  }

  /// A retention from its two words, as the headers `x-amz-object-lock-*` have them.
  public static Retention of(String mode, String until) {
    try {
      return new Retention(Mode.of(mode), OffsetDateTime.parse(until).toInstant());
    } catch (DateTimeParseException notOne) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "RetainUntilDate must be a date of ISO 8601.", notOne);
    }
  }

  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("Retention")
        .element("Mode", mode.name())
        .element("RetainUntilDate", S3Dates.xml(until))
        .toBytes();
  }
}
