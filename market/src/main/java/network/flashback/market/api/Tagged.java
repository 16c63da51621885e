package network.flashback.market.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;

/// Answers with an entity tag: whoever has the very same answer already is told so (RFC 9110,
/// 13.1.2) and is not sent it again.
final class Tagged {
  private static final int TAG_BYTES = 16;

  private Tagged() {}

  /// @param caching who may keep the answer
  static HttpResponse answer(HttpRequest request, String json, String caching) {
    var body = json.getBytes(StandardCharsets.UTF_8);
    var tag = '"' + HexFormat.of().formatHex(digest(body), 0, TAG_BYTES) + '"';
    var known = request.header("If-None-Match").filter(tags -> names(tags, tag)).isPresent();
    var answer =
        known
            ? HttpResponse.empty(304)
            : HttpResponse.bytes(200, body).header("Content-Type", Api.JSON);
    return answer.header("ETag", tag).header("Cache-Control", caching);
  }

  /// Proxies that compress make strong tags weak; the comparison is weak in any case.
  private static boolean names(String tags, String tag) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
        .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }

  private static byte[] digest(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
