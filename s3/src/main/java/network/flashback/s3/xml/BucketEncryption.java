package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `ServerSideEncryptionConfiguration`: how objects are encrypted that ask for nothing else.
///
/// @param algorithm `AES256` or `aws:kms`
/// @param keyId names the key, for `aws:kms`
public record BucketEncryption(String algorithm, Optional<String> keyId, boolean bucketKey)
    implements S3Document {

  /// Reads the request of PutBucketEncryption.
  ///
  /// @throws S3Exception `MalformedXML`
  public static BucketEncryption parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "ServerSideEncryptionConfiguration"));
  }

  /// Reads the text [#toXml] gave.
  public static BucketEncryption parse(byte[] xml) {
    return of(XmlReader.parse(xml, "ServerSideEncryptionConfiguration"));
  }

  private static BucketEncryption of(XmlElement root) {
    var rule = root.one("Rule").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_XML));
    var chosen =
        rule.one("ApplyServerSideEncryptionByDefault")
            .orElseThrow(() -> new S3Exception(S3Error.MALFORMED_XML));
    var algorithm = chosen.required("SSEAlgorithm").strip();
    var keyId = chosen.wordOf("KMSMasterKeyID");
    if (!algorithm.equals("AES256") && !algorithm.equals("aws:kms")) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "SSEAlgorithm is AES256 or aws:kms, not " + algorithm);
    }
    if (keyId.isPresent() && algorithm.equals("AES256")) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "a KMSMasterKeyID is not applicable if AES256 is used");
    }
    return new BucketEncryption(
        algorithm,
        keyId,
        rule.wordOf("BucketKeyEnabled").filter("true"::equalsIgnoreCase).isPresent());
  }

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .root("ServerSideEncryptionConfiguration")
            .open("Rule")
            .open("ApplyServerSideEncryptionByDefault")
            .element("SSEAlgorithm", algorithm)
            .element("KMSMasterKeyID", keyId)
            .close();
    return xml.element("BucketKeyEnabled", bucketKey).toBytes();
  }
}
