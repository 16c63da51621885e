package network.flashback.gateway;

import network.flashback.http.HttpRequest;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;

/// From the HTTP server's request to the S3 protocol's.
final class Wire {
  private Wire() {}

  static S3HttpRequest s3(HttpRequest http) {
    var headers = S3Headers.builder();
    http.headers().forEach(headers::add);
    return new S3HttpRequest(
        http.method(), http.rawPath(), http.rawQuery().orElse(""), headers.build(), http.body());
  }
}
