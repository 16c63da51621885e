package network.flashback.s3.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import network.flashback.s3.S3Exception;

/// `CreateBucketConfiguration`.
///
/// @param locationConstraint the region wanted
public record CreateBucketRequest(Optional<String> locationConstraint) {

  /// An empty body asks for the endpoint's own region.
  ///
  /// @throws S3Exception `MalformedXML`
  public static CreateBucketRequest parse(InputStream body) throws IOException {
    byte[] first = body.readNBytes(1);
    if (first.length == 0) {
      return new CreateBucketRequest(Optional.empty());
    }
    var whole = new SequenceInputStream(new ByteArrayInputStream(first), body);
    return new CreateBucketRequest(
        XmlReader.read(whole, "CreateBucketConfiguration")
            .textOf("LocationConstraint")
            .map(String::strip)
            .filter(region -> !region.isEmpty()));
  }
}
