package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;

/// `PublicAccessBlockConfiguration`: what is refused although ACL or policy would open it to all.
///
/// @param blockPublicAcls new public ACLs are refused
/// @param ignorePublicAcls grants to groups have no effect
/// @param blockPublicPolicy a new public policy is refused
/// @param restrictPublicBuckets under a public policy only the owner gets in
public record PublicAccessBlock(
    boolean blockPublicAcls,
    boolean ignorePublicAcls,
    boolean blockPublicPolicy,
    boolean restrictPublicBuckets)
    implements S3Document {

  /// Nothing is blocked.
  public static PublicAccessBlock nothing() {
    return new PublicAccessBlock(false, false, false, false);
  }

  /// Reads the request of PutPublicAccessBlock.
  public static PublicAccessBlock parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "PublicAccessBlockConfiguration"));
  }

  /// Reads the text [#toXml] gave.
  public static PublicAccessBlock parse(byte[] xml) {
    return of(XmlReader.parse(xml, "PublicAccessBlockConfiguration"));
  }

  private static PublicAccessBlock of(XmlElement root) {
    return new PublicAccessBlock(
        flag(root, "BlockPublicAcls"),
        flag(root, "IgnorePublicAcls"),
        flag(root, "BlockPublicPolicy"),
        flag(root, "RestrictPublicBuckets"));
  }

  private static boolean flag(XmlElement root, String name) {
    return root.wordOf(name).filter("true"::equalsIgnoreCase).isPresent();
  }

  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("PublicAccessBlockConfiguration")
        .element("BlockPublicAcls", blockPublicAcls)
        .element("IgnorePublicAcls", ignorePublicAcls)
        .element("BlockPublicPolicy", blockPublicPolicy)
        .element("RestrictPublicBuckets", restrictPublicBuckets)
        .toBytes();
  }
}
