package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `Delete`, the request of DeleteObjects.
///
/// @param quiet whether only failures are to be answered
public record DeleteRequest(boolean quiet, List<Target> objects) {
  private static final int OBJECTS_MAX = 1000;

  /// One object to delete.
  ///
  /// @param etag delete only while this is current; `*` is kept as it is
  /// @param lastModified delete only if modified then, to the second
  /// @param size delete only if it has so many bytes
  public record Target(
      String key,
      Optional<String> versionId,
      Optional<ETag> etag,
      Optional<Instant> lastModified,
      Optional<Long> size) {}

  /// Reads the request.
  ///
  /// @throws S3Exception `MalformedXML`
  public static DeleteRequest parse(InputStream body) throws IOException {
    XmlElement root = XmlReader.read(body, "Delete");
    List<XmlElement> objects = root.all("Object");
    if (objects.isEmpty() || objects.size() > OBJECTS_MAX) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "A delete request must name between 1 and 1000 objects.");
    }
    boolean quiet =
        root.textOf("Quiet").map(String::strip).filter("true"::equalsIgnoreCase).isPresent();
    return new DeleteRequest(quiet, objects.stream().map(DeleteRequest::target).toList());
  }

  private static Target target(XmlElement object) {
    return new Target(
        object.required("Key"),
        object.textOf("VersionId").filter(version -> !version.isEmpty()),
        object.textOf("ETag").filter(tag -> !tag.isBlank()).map(DeleteRequest::etag),
        object.wordOf("LastModifiedTime").flatMap(S3Dates::parse),
        object.wordOf("Size").filter(size -> size.matches("[0-9]{1,18}")).map(Long::valueOf));
  }

  private static ETag etag(String text) {
    try {
      return ETag.parse(text);
    } catch (IllegalArgumentException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, "An object has no valid ETag.", notOne);
    }
  }
}
