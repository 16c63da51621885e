package network.flashback.gateway;

import network.flashback.http.HttpRequest;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.access.TrustedProxies;

/// From the HTTP server's request to the S3 protocol's.
final class Wire {
  private Wire() {}

  /// @param proxies those whose word counts for where a request comes from
  static S3HttpRequest s3(HttpRequest http, TrustedProxies proxies) {
    var request = s3(http);
    return request.from(
        proxies.sourceOf(http.remote().getAddress(), http.encrypted(), request.headers()));
  }

  static S3HttpRequest s3(HttpRequest http) {
    var headers = S3Headers.builder();
    http.headers().forEach(headers::add);
    return new S3HttpRequest(
        http.method(), http.rawPath(), http.rawQuery().orElse(""), headers.build(), http.body());
  }
}
