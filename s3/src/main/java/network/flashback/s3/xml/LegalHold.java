package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `LegalHold`: an object version that cannot be removed until it is taken off.
public record LegalHold(boolean on) implements S3Document {

  /// Reads the request of PutObjectLegalHold.
  ///
  /// @throws S3Exception `MalformedXML`
  public static LegalHold parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "LegalHold").required("Status").strip());
  }

  /// Reads ON or OFF, as the header `x-amz-object-lock-legal-hold` has it.
  public static LegalHold of(String word) {
    return switch (word) {
      case "ON" -> new LegalHold(true);
      case "OFF" -> new LegalHold(false);
      default ->
          throw new S3Exception(S3Error.MALFORMED_XML, "A legal hold is ON or OFF, not " + word);
    };
  }

  /// ON or OFF.
  public String word() {
    return on ? "ON" : "OFF";
  }

  @Override
  public byte[] toXml() {
    return new XmlWriter().root("LegalHold").element("Status", word()).toBytes();
  }
}
