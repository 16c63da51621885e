package network.flashback.s3.xml;

/// `LocationConstraint`, the answer of GetBucketLocation.
///
/// @param region shown as nothing when it is `us-east-1`, as S3 has always done
public record BucketLocation(String region) implements S3Document {
  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("LocationConstraint")
        .text(region.equals("us-east-1") ? "" : region)
        .toBytes();
  }
}
