package network.flashback.s3.xml;

/// `RequestPaymentConfiguration`: the owner pays, always.
public record RequestPayment() implements S3Document {
  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .root("RequestPaymentConfiguration")
        .element("Payer", "BucketOwner")
        .toBytes();
  }
}
