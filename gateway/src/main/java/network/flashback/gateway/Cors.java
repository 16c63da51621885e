package network.flashback.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.BucketSettings;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.xml.CorsConfiguration.Rule;

/// Tells browsers what pages of other origins may do with a bucket. Nothing is allowed by it that
/// is not allowed anyway.
final class Cors {
  private static final String EXPOSED =
      "ETag, Content-Length, Content-Range, Last-Modified, x-amz-request-id, x-amz-version-id";

  private final S3Addressing addressing;
  private final Buckets buckets;
  private final Origins origins;

  Cors(S3Addressing addressing, Buckets buckets, Origins origins) {
    this.addressing = addressing;
    this.buckets = buckets;
    this.origins = origins;
  }

  /// The answer to a preflight.
  ///
  /// @throws S3Exception `BadRequest` or `AccessForbidden`
  HttpResponse preflight(S3Request request) {
    var origin = request.headers().first("origin").map(String::strip);
    var method = request.headers().first("access-control-request-method").map(String::strip);
    if (origin.isEmpty() || method.isEmpty()) {
      throw new S3Exception(
          S3Error.BAD_REQUEST,
          "Insufficient information. Origin and Access-Control-Request-Method request headers"
              + " needed.");
    }
    var asked =
        request.headers().all("access-control-request-headers").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    var response =
        origins.allow(origin.get())
            ? allowEverything(HttpResponse.empty(200), origin.get())
            : allow(
                HttpResponse.empty(200),
                rule(request, origin.get(), method.get(), asked),
                origin.get());
    if (!asked.isEmpty()) {
      response.header("Access-Control-Allow-Headers", String.join(", ", asked));
    }
    return response;
  }

  private Rule rule(S3Request request, String origin, String method, List<String> asked) {
    return bucket(request.target())
        .flatMap(bucket -> bucket.settings().cors())
        .flatMap(cors -> cors.ruleFor(origin, method, asked))
        .orElseThrow(
            () ->
                new S3Exception(
                    S3Error.ACCESS_FORBIDDEN,
                    "CORSResponse: This CORS request is not allowed. This is usually because"
                        + " the evaluation of Origin, request method or"
                        + " Access-Control-Request-Headers are not whitelisted by the"
                        + " resource's CORS spec."));
  }

  /// The answer to an actual request, with what a browser must know of it.
  HttpResponse allow(HttpRequest http, HttpResponse response) {
    var origin = http.header("origin").map(String::strip);
    if (origin.isEmpty() || http.method().equals("OPTIONS")) {
      return response;
    }
    if (origins.allow(origin.get())) {
      return allowEverything(response, origin.get());
    }
    var method = http.header("access-control-request-method").orElse(http.method());
    rule(http, origin.get(), method).ifPresent(rule -> allow(response, rule, origin.get()));
    return response;
  }

  private Optional<Rule> rule(HttpRequest http, String origin, String method) {
    try {
      return bucket(addressing.targetOf(Wire.s3(http)))
          .map(Bucket::settings)
          .flatMap(BucketSettings::cors)
          .flatMap(cors -> cors.ruleFor(origin, method, List.of()));
    } catch (S3Exception noTarget) {
      // The answer says so already.
      return Optional.empty();
    }
  }

  private Optional<Bucket> bucket(S3Target target) {
    return switch (target) {
      case S3Target.Service() -> Optional.empty();
      case S3Target.Bucket(String name) -> buckets.find(name);
      case S3Target.ObjectKey(String name, String _) -> buckets.find(name);
    };
  }

  /// What the operator's own pages may do: every method, and every header that tells of an object.
  private static HttpResponse allowEverything(HttpResponse response, String origin) {
    return response
        .header("Access-Control-Allow-Origin", origin)
        .header("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE")
        .header("Access-Control-Expose-Headers", EXPOSED)
        .header("Access-Control-Max-Age", "600")
        .header("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  }

  private static HttpResponse allow(HttpResponse response, Rule rule, String origin) {
    if (rule.anyOrigin()) {
      response.header("Access-Control-Allow-Origin", "*");
    } else {
      response
          .header("Access-Control-Allow-Origin", origin)
          .header("Access-Control-Allow-Credentials", "true");
    }
    response.header("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
    if (!rule.exposed().isEmpty()) {
      response.header("Access-Control-Expose-Headers", String.join(", ", rule.exposed()));
    }
    rule.maxAgeSeconds().ifPresent(age -> response.header("Access-Control-Max-Age", age));
    return response.header(
        "Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  }
}
