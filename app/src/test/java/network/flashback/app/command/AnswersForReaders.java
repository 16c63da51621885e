package network.flashback.app.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A platform, and an S3 service with one bucket `maps`, as far as commands read from them.
final class AnswersForReaders implements AutoCloseable {
  private static final long CHAIN = 31_337;
  private static final String S3 =
      "<%1$s xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">%2$s</%1$s>";

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  AnswersForReaders() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    answers.put(
        "/v1/network",
        "{\"chainId\":%d,\"markets\":[{\"id\":1,\"symbol\":\"tUSD\",\"decimals\":6}]}"
            .formatted(CHAIN));
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What is answered to a path, without its query.
  void put(String path, String json) {
    answers.put(path, json);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var body =
        uri.getPath().startsWith("/v1/") ? platform(uri.getPath(), asked) : s3(uri.toString());
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String platform(String path, String asked) {
    return switch (path) {
      case "/v1/sessions/challenge" ->
          "{\"message\":\"%s\",\"expiresAt\":2}".formatted(challenge(wallet(asked)));
      case "/v1/sessions" ->
          "{\"wallet\":\"%s\",\"createdAt\":1,\"expiresAt\":2,\"token\":\"secret\"}"
              .formatted("0x" + "0".repeat(40));
      default -> answers.getOrDefault(path, "{}");
    };
  }

  private static String wallet(String challenge) {
    return challenge.replaceAll(".*\"(0x[0-9a-fA-F]{40})\".*", "$1");
  }

  /// As EIP-4361 has it.
  private String challenge(String wallet) {
    var host = address().substring("http://".length());
    var now = Instant.now();
    return String.join(
        "\\n",
        List.of(
            host + " wants you to sign in with your Ethereum account:",
            wallet,
            "",
            "",
            "URI: " + address(),
            "Version: 1",
            "Chain ID: " + CHAIN,
            "Nonce: abcdefgh",
            "Issued At: " + now,
            "Expiration Time: " + now.plusSeconds(60)));
  }

  private static String s3(String uri) {
    if (uri.contains("versioning")) {
      return S3.formatted("VersioningConfiguration", "<Status>Enabled</Status>");
    }
    if (uri.contains("tagging")) {
      return S3.formatted(
          "Tagging", "<TagSet><Tag><Key>colour</Key><Value>\"green\"</Value></Tag></TagSet>");
    }
    var date = "2026-01-02T03:04:05.000Z";
    return uri.contains("list-type")
        ? S3.formatted(
            "ListBucketResult",
            "<Name>maps</Name><IsTruncated>false</IsTruncated><Contents><Key>a\"b</Key><LastModified>%s</LastModified><Size>7</Size></Contents>"
                .formatted(date))
        : S3.formatted(
            "ListAllMyBucketsResult",
            "<Buckets><Bucket><Name>maps</Name><CreationDate>%s</CreationDate></Bucket></Buckets>"
                .formatted(date));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
