package network.flashback.gateway.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.gateway.metadata.ObjectHeaders;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3Request;
import network.flashback.s3.checksum.Checksum;

/// The headers that describe an object, from a request and back into a response.
final class RequestHeaders {
  private static final List<String> KEPT =
      List.of(
          "Content-Type", "Cache-Control", "Content-Disposition", "Content-Language", "Expires");

  private RequestHeaders() {}

  /// Headers that ask for what is not done here; ignoring them would pretend it was.
  static void requireServed(S3Request request) {
    for (var field : request.headers()) {
      var name = field.name();
      var refused = name.equals("x-amz-website-redirect-location");
      if (refused) {
        throw new S3Exception(
            S3Error.NOT_IMPLEMENTED, "The header " + name + " is not served by this gateway.");
      }
    }
  }

  static ObjectHeaders of(S3Request request, Route route) {
    Map<String, String> standard = new LinkedHashMap<>();
    for (String name : KEPT) {
      request.headers().first(name).ifPresent(value -> standard.put(name, value.strip()));
    }
    request.contentEncoding().ifPresent(value -> standard.put("Content-Encoding", value));
    return new ObjectHeaders(
        standard, request.userMetadata(), StorageClasses.asked(request, route));
  }

  /// The object's headers, those overruled by `response-*` parameters included.
  static HttpResponse describe(HttpResponse response, StoredObject object, S3Request request) {
    response
        .header("ETag", object.etag().quoted())
        .header("Last-Modified", S3Dates.http(object.modifiedAt()))
        .header("Accept-Ranges", "bytes");
    Map<String, String> standard = new LinkedHashMap<>(object.headers().standard());
    standard.putIfAbsent("Content-Type", "binary/octet-stream");
    for (String name :
        List.of(
            "Content-Type",
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Expires")) {
      overruled(request, name).ifPresent(value -> standard.put(name, value));
    }
    standard.forEach(response::header);
    object
        .headers()
        .user()
        .forEach((name, value) -> response.header("x-amz-meta-" + name, S3Headers.restore(value)));
    if (!object.headers().storageClass().equals("STANDARD")) {
      response.header("x-amz-storage-class", object.headers().storageClass());
    }
    return response;
  }

  /// A checksum, for a client that asks for it.
  static void checksum(HttpResponse response, Optional<Checksum> checksum, S3Request request) {
    var asked = request.headers().first("x-amz-checksum-mode").filter("ENABLED"::equalsIgnoreCase);
    if (asked.isPresent()) {
      checksum.ifPresent(
          sum ->
              response
                  .header(sum.algorithm().header(), sum.value())
                  .header("x-amz-checksum-type", sum.type().name()));
    }
  }

  private static Optional<String> overruled(S3Request request, String name) {
    return request
        .query()
        .first("response-" + name.toLowerCase(java.util.Locale.ROOT))
        .map(S3Headers::encode);
  }
}
