package network.flashback.s3.xml;

/// `PolicyStatus`: whether anybody may use the bucket.
public record PolicyStatus(boolean isPublic) implements S3Document {
  @Override
  public byte[] toXml() {
    return new XmlWriter().root("PolicyStatus").element("IsPublic", isPublic).toBytes();
  }
}
