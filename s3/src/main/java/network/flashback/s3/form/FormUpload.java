package network.flashback.s3.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Operation;
import network.flashback.s3.S3Request;
import network.flashback.s3.S3Target;
import network.flashback.s3.UriEncoding;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.xml.Tagging;

/// A form upload, understood: the PutObject it stands for, and how it is to be answered.
///
/// @param put the request that does the same
/// @param redirect where the browser is to go
/// @param status 200, 201 or 204
public record FormUpload(S3Request put, Optional<String> redirect, int status) {
  private static final Set<String> HEADERS =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires",
          "content-md5");
  private static final Set<String> SIGNATURE =
      Set.of("x-amz-signature", "x-amz-algorithm", "x-amz-credential", "x-amz-date");

  /// Holds the form against its policy.
  ///
  /// @param request the POST
  /// @param caller who signed the form
  /// @throws S3Exception `AccessDenied`, `InvalidArgument`, `UserKeyMustBeSpecified`,
  ///   `InvalidPolicyDocument`
  public static FormUpload of(
      S3Request request, PostForm form, Authentication caller, Instant now) {
    var key = form.fields().get("key");
    if (key == null || key.isEmpty()) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT, "Bucket POST must contain a field named 'key'.")
          .with("ArgumentName", "key");
    }
    key = key.replace("${filename}", form.fileName().orElse(""));
    if (caller instanceof Authentication.Signed) {
      var fields = new HashMap<>(form.fields());
      fields.put("bucket", request.bucket());
      fields.put("key", key);
      PostPolicy.parse(fields.getOrDefault("policy", "")).require(fields, form.length(), now);
    }
    return new FormUpload(
        put(request, form, key),
        Optional.ofNullable(form.fields().get("success_action_redirect"))
            .or(() -> Optional.ofNullable(form.fields().get("redirect")))
            .filter(url -> url.matches("https?://[!-~]+")),
        status(form.fields().getOrDefault("success_action_status", "")));
  }

  private static int status(String word) {
    return switch (word) {
      case "200" -> 200;
      case "201" -> 201;
      default -> 204;
    };
  }

  private static S3Request put(S3Request request, PostForm form, String key) {
    var headers = S3Headers.builder().add("content-length", Long.toString(form.length()));
    for (Map.Entry<String, String> field : form.fields().entrySet()) {
      var name = field.getKey();
      if (HEADERS.contains(name) || (name.startsWith("x-amz-") && !SIGNATURE.contains(name))) {
        headers.add(name, S3Headers.encode(field.getValue()));
      }
    }
    Optional.ofNullable(form.fields().get("acl")).ifPresent(acl -> headers.add("x-amz-acl", acl));
    Optional.ofNullable(form.fields().get("tagging"))
        .ifPresent(xml -> headers.add("x-amz-tagging", tags(xml)));
    var http =
        new S3HttpRequest(
            "PUT",
            "/" + request.bucket() + "/" + UriEncoding.encodePath(key),
            "",
            headers.build(),
            form.file());
    return new S3Request(
        S3Operation.PUT_OBJECT,
        new S3Target.ObjectKey(request.bucket(), key),
        request.http().source().map(http::from).orElse(http));
  }

  private static String tags(String xml) {
    return Tagging.parse(xml.getBytes(StandardCharsets.UTF_8), Tagging.OBJECT_TAGS_MAX)
        .tags()
        .entrySet()
        .stream()
        .map(tag -> UriEncoding.encode(tag.getKey()) + "=" + UriEncoding.encode(tag.getValue()))
        .collect(Collectors.joining("&"));
  }
}
