package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `OwnershipControls`: whom objects belong to that others write, and whether ACLs count.
public record OwnershipControls(Rule rule) implements S3Document {

  /// Whose an uploaded object is.
  public enum Rule {
    /// The bucket owner's; ACLs have no effect.
    BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
    /// The bucket owner's if uploaded with the ACL `bucket-owner-full-control`, else its writer's.
    BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
    /// Its writer's.
    OBJECT_WRITER("ObjectWriter");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /// Reads the `x-amz-object-ownership` header or the element.
    ///
    /// @throws S3Exception `InvalidArgument`
    public static Rule of(String text) {
      for (Rule rule : values()) {
        if (rule.text.equals(text)) {
          return rule;
        }
      }
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid x-amz-object-ownership: " + text)
          .with("ArgumentName", "x-amz-object-ownership")
          .with("ArgumentValue", text);
    }
  }

  /// Reads the request of PutBucketOwnershipControls.
  ///
  /// @throws S3Exception `MalformedXML`
  public static OwnershipControls parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "OwnershipControls"));
  }

  /// Reads the text [#toXml] gave.
  public static OwnershipControls parse(byte[] xml) {
    return of(XmlReader.parse(xml, "OwnershipControls"));
  }

  private static OwnershipControls of(XmlElement root) {
    var rule = root.one("Rule").map(one -> one.required("ObjectOwnership").strip());
    try {
      return new OwnershipControls(
          Rule.of(rule.orElseThrow(() -> new S3Exception(S3Error.MALFORMED_XML))));
    } catch (S3Exception unknown) {
      throw new S3Exception(S3Error.MALFORMED_XML, unknown.text(), unknown);
    }
  }

  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("OwnershipControls")
        .open("Rule")
        .element("ObjectOwnership", rule.text)
        .toBytes();
  }
}
