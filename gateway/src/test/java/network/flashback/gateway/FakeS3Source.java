package network.flashback.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;

/// A bucket elsewhere that does what real ones seldom do: tags of any kind, bytes that change on
/// the way, refusals. Knows ListObjectsV2, GET and HEAD of objects in one bucket, and believes
/// everybody.
final class FakeS3Source implements AutoCloseable {
  final NavigableMap<String, Item> items = new ConcurrentSkipListMap<>();

  /// Keys of which the next so many answers have a changed byte.
  final Map<String, Integer> damaged = new ConcurrentHashMap<>();

  /// Keys of which the next so many answers are refusals.
  final Map<String, Integer> refused = new ConcurrentHashMap<>();

  /// Keys that were read, once for each time.
  final List<String> read = java.util.Collections.synchronizedList(new ArrayList<>());

  /// What happens while an object is read.
  volatile Runnable whenRead = () -> {};

  private final HttpServer server;

  /// @param partBytes of an object sent in parts; 0 for one that tells nothing of them
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Item(byte[] bytes, String etag, int partBytes) {}

  FakeS3Source() throws IOException {
    server =
        HttpServer.start(
            HttpServerConfig.on(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system()),
            this::answer);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  void put(String key, byte[] bytes) {
    items.put(key, new Item(bytes, md5(bytes), 0));
  }

  /// As S3 tags what was sent in parts of one size.
  void putInParts(String key, byte[] bytes, int partBytes) {
    var sums = new java.io.ByteArrayOutputStream();
    var count = 0;
    for (int at = 0; at < bytes.length; at += partBytes, count++) {
      var part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + partBytes));
      sums.writeBytes(HexFormat.of().parseHex(md5(part)));
    }
    items.put(key, new Item(bytes, md5(sums.toByteArray()) + "-" + count, partBytes));
  }

  @Override
  public void close() {
    server.close();
  }

  private HttpResponse answer(HttpRequest request) {
    var path = URLDecoder.decode(request.rawPath().replace("+", "%2B"), StandardCharsets.UTF_8);
    var query = request.rawQuery().orElse("");
    if (query.contains("list-type=2")) {
      return list(
          parameter(query, "start-after"),
          parameter(query, "prefix"),
          Integer.parseInt(parameter(query, "max-keys")));
    }
    var key = path.substring("/there/".length());
    var item = items.get(key);
    if (item == null) {
      return error(404, "NoSuchKey");
    }
    if (request.method().equals("GET")) {
      read.add(key);
      whenRead.run();
      if (takeOne(refused, key)) {
        return error(503, "SlowDown");
      }
    }
    var part = query.contains("partNumber=1") && item.partBytes > 0;
    var bytes = item.bytes.clone();
    if (request.method().equals("GET") && takeOne(damaged, key)) {
      bytes[bytes.length / 2] ^= 1;
    }
    var response =
        request.method().equals("HEAD")
            ? HttpResponse.declaring(
                part ? 206 : 200, part ? Math.min(item.partBytes, bytes.length) : bytes.length)
            : HttpResponse.bytes(200, bytes);
    if (part) {
      response.header(
          "x-amz-mp-parts-count", Integer.toString(Math.ceilDiv(bytes.length, item.partBytes)));
    }
    return response
        .header("ETag", '"' + item.etag + '"')
        .header("Content-Type", "text/" + key.length())
        .header("x-amz-meta-from", "afar");
  }

  private static boolean takeOne(Map<String, Integer> left, String key) {
    var before = left.getOrDefault(key, 0);
    left.put(key, Math.max(0, before - 1));
    return before > 0;
  }

  private HttpResponse list(String after, String prefix, int limit) {
    var xml = new StringBuilder("<ListBucketResult>");
    var found =
        items.tailMap(after, false).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .limit(limit + 1L)
            .toList();
    found.stream()
        .limit(limit)
        .forEach(
            entry ->
                xml.append("<Contents><Key>")
                    .append(entry.getKey())
                    .append("</Key><Size>")
                    .append(entry.getValue().bytes.length)
                    .append("</Size><ETag>&quot;")
                    .append(entry.getValue().etag)
                    .append("&quot;</ETag></Contents>"));
    xml.append("<IsTruncated>").append(found.size() > limit).append("</IsTruncated>");
    return HttpResponse.text(200, "application/xml", xml.append("</ListBucketResult>").toString());
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static HttpResponse error(int status, String code) {
    return HttpResponse.text(status, "application/xml", "<Error><Code>" + code + "</Code></Error>");
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }
}
