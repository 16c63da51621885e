package network.flashback.s3.xml;

import network.flashback.s3.S3Exception;

/// `Error`, the body of every refusal but those to HEAD and 304.
///
/// @param resource what was asked for, `/bucket/key`
/// @param requestId names this request in our logs
/// @param hostId names the server that answered
public record ErrorDocument(S3Exception why, String resource, String requestId, String hostId)
    implements S3Document {
  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter()
            .open("Error")
            .element("Code", why.error().code())
            .element("Message", why.text());
    why.details().forEach(detail -> xml.element(detail.element(), detail.text()));
    return xml.element("Resource", resource)
        .element("RequestId", requestId)
        .element("HostId", hostId)
        .toBytes();
  }
}
