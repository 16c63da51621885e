package network.flashback.gateway.operation;

import java.util.concurrent.atomic.AtomicLong;
import network.flashback.http.HttpResponse;
import network.flashback.s3.xml.S3Document;

/// The answer of an operation, and what it used.
///
/// @param bytesOut grows while a body is sent
public record Outcome(HttpResponse response, long bytesIn, AtomicLong bytesOut) {
  static Outcome of(HttpResponse response) {
    return new Outcome(response, 0, new AtomicLong());
  }

  static Outcome of(S3Document document) {
    return of(
        HttpResponse.bytes(200, document.toXml()).header("Content-Type", S3Document.MEDIA_TYPE));
  }

  static Outcome stored(HttpResponse response, long bytesIn) {
    return new Outcome(response, bytesIn, new AtomicLong());
  }
}
