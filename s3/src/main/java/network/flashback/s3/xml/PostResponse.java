package network.flashback.s3.xml;

import network.flashback.s3.ETag;

/// `PostResponse`, the answer to a form upload that asked for 201.
public record PostResponse(String location, String bucket, String key, ETag etag)
    implements S3Document {
  @Override
  public byte[] toXml() {
    return new XmlWriter()
        .open("PostResponse")
        .element("Location", location)
        .element("Bucket", bucket)
        .element("Key", key)
        .element("ETag", etag.quoted())
        .toBytes();
  }
}
