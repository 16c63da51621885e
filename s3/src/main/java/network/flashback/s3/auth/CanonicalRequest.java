package network.flashback.s3.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3Query;
import network.flashback.s3.UriEncoding;

/// The one form of a request that client and server sign ("Create a canonical request", Amazon S3
/// API Reference).
///
/// @param text chars are bytes (ISO-8859-1), because header values may hold any
record CanonicalRequest(String text) {

  /// Brings a request into that form.
  ///
  /// @param signedHeaders lower case, in order
  /// @param payloadHash what stands on the last line: a SHA-256 in hex or one of the literal words
  static CanonicalRequest of(
      String method,
      String rawPath,
      S3Query query,
      S3Headers headers,
      List<String> signedHeaders,
      String payloadHash) {
    var text = new StringBuilder(512);
    text.append(method).append('\n').append(path(rawPath)).append('\n');
    appendQuery(text, query);
    text.append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':');
      appendValues(text, headers.all(name));
      text.append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
    return new CanonicalRequest(text.toString());
  }

  String hash() {
    return SigV4.sha256Hex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  // S3 encodes once and does not normalise: "//" and ".." are part of a key. Decoding first makes
  // every spelling one.
  private static String path(String rawPath) {
    return UriEncoding.encodePath(UriEncoding.decode(rawPath));
  }

  private static void appendQuery(StringBuilder text, S3Query query) {
    if (query.parameters().isEmpty()) {
      return;
    }
    var encoded = new ArrayList<S3Query.Parameter>(query.parameters().size());
    for (S3Query.Parameter parameter : query.parameters()) {
      if (!parameter.name().equals("X-Amz-Signature")) {
        encoded.add(
            new S3Query.Parameter(
                UriEncoding.encode(parameter.name()), UriEncoding.encode(parameter.value())));
      }
    }
    encoded.sort(
        Comparator.comparing(S3Query.Parameter::name).thenComparing(S3Query.Parameter::value));
    String separator = "";
    for (S3Query.Parameter parameter : encoded) {
      text.append(separator).append(parameter.name()).append('=').append(parameter.value());
      separator = "&";
    }
  }

  private static void appendValues(StringBuilder text, List<String> values) {
    String separator = "";
    for (String value : values) {
      text.append(separator);
      appendFolded(text, value.strip());
      separator = ",";
    }
  }

  private static void appendFolded(StringBuilder text, String value) {
    boolean blank = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean nowBlank = c == ' ' || c == '\t';
      if (!nowBlank) {
        text.append(c);
      } else if (!blank) {
        text.append(' ');
      }
      blank = nowBlank;
    }
  }
}
