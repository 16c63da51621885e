package network.flashback.benchmarks.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.s3.S3Headers;
import network.flashback.s3.auth.SecretAccessKey;
import network.flashback.s3.auth.SigV4Signer;

/// The requests to one bucket, signed with SigV4 where the server checks signatures. Bodies are not
/// signed, as SDKs do over TLS: what a server computes of them is then its own decision.
final class Requests {
  static final String REGION = "us-east-1";

  /// Up to this size head and body leave in one write.
  private static final int TOGETHER_BYTES = 64 << 10;

  private final Target target;
  private final String bucket;
  private final Optional<SigV4Signer> signer;

  Requests(Target target, String bucket, InstantSource clock) {
    this.target = target;
    this.bucket = bucket;
    this.signer =
        target
            .keys()
            .map(
                keys ->
                    new SigV4Signer(
                        keys.accessKeyId(), new SecretAccessKey(keys.secret()), REGION, clock));
  }

  Request createBucket() {
    return new Request(head("PUT", "", 0), Request.NOTHING, Request.NOTHING);
  }

  /// Replaces the tags of the bucket.
  Request tagBucket(Map<String, String> tags) {
    var xml =
        tags.entrySet().stream()
            .map(
                tag ->
                    "<Tag><Key>%s</Key><Value>%s</Value></Tag>"
                        .formatted(tag.getKey(), tag.getValue()))
            .collect(Collectors.joining("", "<Tagging><TagSet>", "</TagSet></Tagging>"))
            .getBytes(StandardCharsets.UTF_8);
    return with(head("PUT", "?tagging=", xml.length), xml);
  }

  Request put(String key, byte[] content) {
    return with(head("PUT", "/" + key, content.length), content);
  }

  Request get(String key, byte[] content) {
    return new Request(head("GET", "/" + key, -1), Request.NOTHING, content);
  }

  Request delete(String key) {
    return new Request(head("DELETE", "/" + key, -1), Request.NOTHING, Request.NOTHING);
  }

  /// The first thousand keys behind one.
  Request list(String after) {
    var query = "?list-type=2&max-keys=1000&start-after=" + after;
    return new Request(head("GET", query, -1), Request.NOTHING, Request.NOTHING);
  }

  private static Request with(byte[] head, byte[] body) {
    if (body.length > TOGETHER_BYTES) {
      return new Request(head, body, Request.NOTHING);
    }
    var whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return new Request(whole, Request.NOTHING, Request.NOTHING);
  }

  /// @param length of the body; negative for none
  private byte[] head(String method, String rest, long length) {
    var path = "/" + bucket + rest;
    var uri = target.endpoint().resolve(path);
    var text = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    headers(method, uri)
        .forEach(
            field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    if (length >= 0) {
      text.append("content-length: ").append(length).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private S3Headers headers(String method, URI uri) {
    return signer
        .map(one -> one.sign(method, uri, S3Headers.none(), SigV4Signer.UNSIGNED_PAYLOAD))
        .orElseGet(() -> S3Headers.of("host", uri.getRawAuthority()));
  }
}
