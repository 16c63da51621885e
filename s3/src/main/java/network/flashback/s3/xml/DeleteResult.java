package network.flashback.s3.xml;

import java.util.List;
import java.util.Optional;
import network.flashback.s3.S3Exception;

/// `DeleteResult`, the answer of DeleteObjects.
///
/// @param deleted empty when the request was quiet
public record DeleteResult(List<Deleted> deleted, List<Refused> refused) implements S3Document {

  /// One object gone, or hidden by a new delete marker.
  ///
  /// @param deleteMarkerVersionId the marker created or removed
  public record Deleted(
      String key, Optional<String> versionId, Optional<String> deleteMarkerVersionId) {}

  /// One object that stays, and why.
  public record Refused(String key, Optional<String> versionId, S3Exception why) {}

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("DeleteResult");
    for (Deleted one : deleted) {
      xml.open("Deleted").element("Key", one.key).element("VersionId", one.versionId);
      one.deleteMarkerVersionId.ifPresent(
          marker -> xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", marker));
      xml.close();
    }
    for (Refused one : refused) {
      xml.open("Error")
          .element("Key", one.key)
          .element("VersionId", one.versionId)
          .element("Code", one.why.error().code())
          .element("Message", one.why.text())
          .close();
    }
    return xml.toBytes();
  }
}
