package network.flashback.s3.xml;

/// Whom a bucket or object belongs to.
public record Owner(String id, String displayName) {
  void write(XmlWriter xml, String element) {
    xml.open(element).element("ID", id).element("DisplayName", displayName).close();
  }
}
