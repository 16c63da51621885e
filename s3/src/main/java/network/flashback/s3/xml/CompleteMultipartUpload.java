package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;

/// The parts a client wants its object made of.
///
/// @param parts at least one, ascending by number
public record CompleteMultipartUpload(List<Part> parts) {
  private static final int PARTS_MAX = 10_000;

  /// One part, as the client remembers it.
  public record Part(int number, ETag etag, Optional<Checksum> checksum) {}

  /// Reads the request.
  ///
  /// @throws S3Exception `MalformedXML`, `InvalidPartOrder`, `InvalidArgument`
  public static CompleteMultipartUpload parse(InputStream body) throws IOException {
    List<XmlElement> elements = XmlReader.read(body, "CompleteMultipartUpload").all("Part");
    if (elements.isEmpty() || elements.size() > PARTS_MAX) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "The list of parts must hold between 1 and 10000 parts.");
    }
    var parts = new ArrayList<Part>(elements.size());
    int before = 0;
    for (XmlElement element : elements) {
      Part part = part(element);
      if (part.number <= before) {
        throw new S3Exception(S3Error.INVALID_PART_ORDER);
      }
      before = part.number;
      parts.add(part);
    }
    return new CompleteMultipartUpload(List.copyOf(parts));
  }

  private static Part part(XmlElement element) {
    return new Part(
        number(element.required("PartNumber").strip()), etag(element), checksum(element));
  }

  private static ETag etag(XmlElement element) {
    try {
      return ETag.parse(element.required("ETag"));
    } catch (IllegalArgumentException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, "A part has no valid ETag.", notOne);
    }
  }

  private static int number(String text) {
    boolean isNumber = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = isNumber && !text.isEmpty() ? Integer.parseInt(text) : 0;
    if (number < 1 || number > PARTS_MAX) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT,
              "PartNumber must be an integer between 1 and 10000, inclusive")
          .with("ArgumentName", "partNumber")
          .with("ArgumentValue", text);
    }
    return number;
  }

  private static Optional<Checksum> checksum(XmlElement element) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      Optional<String> value = element.textOf(algorithm.element());
      if (value.isPresent()) {
        return Optional.of(
            Checksum.parse(algorithm, value.get())
                .orElseThrow(
                    () ->
                        new S3Exception(
                            S3Error.MALFORMED_XML, "A part has no valid " + algorithm.element())));
      }
    }
    return Optional.empty();
  }
}
