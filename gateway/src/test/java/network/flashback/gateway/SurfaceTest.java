package network.flashback.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.flashback.s3.S3Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// The checked-in list of S3 operations and headers and how far each is served, as a running
/// gateway and its sources say it. -Dgolden.write=true writes it again.
class SurfaceTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path GOLDEN = ROOT.resolve("docs/api/s3-surface.md");
  private static final Pattern HEADER = Pattern.compile("\"(x-amz-[a-z0-9-]+)\"");
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]+)</Code>");

  @TempDir Path disks;

  @Test
  void operationsAndHeadersAreServedAsTheirDocumentSays() throws Exception {
    var text = "# S3 operations and headers\n\n" + operations() + "\n" + headers();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(Files.exists(GOLDEN) ? Files.readString(GOLDEN) : "")
        .as("%s: if the change is meant, write it again with -Dgolden.write=true", GOLDEN)
        .isEqualTo(text);
  }

  private String operations() throws Exception {
    var text =
        new StringBuilder(
            """
            Asked of a running gateway, in the names of the Amazon S3 API Reference. "Never set" is what a bucket answers of a setting it cannot have;
            what is not served answers `501 NotImplemented` and changes nothing.

            | operation | support |
            |---|---|
            """);
    var counts = new TreeMap<String, Integer>();
    try (var world = TestWorld.twoOfThree(disks);
        var http = HttpClient.newHttpClient()) {
      var s3 = world.client();
      s3.createBucket(b -> b.bucket("bucket"));
      for (S3Operation operation : S3Operation.values()) {
        var level = level(world, http, operation);
        if (operation == S3Operation.DELETE_BUCKET) {
          s3.createBucket(b -> b.bucket("bucket"));
        }
        counts.merge(level, 1, Integer::sum);
        text.append("| ").append(operation.wireName()).append(" | ").append(level).append(" |\n");
      }
    }
    return text.append("\nTogether: ")
        .append(
            counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", ")))
        .append(".\n")
        .toString();
  }

  private static String level(TestWorld world, HttpClient http, S3Operation operation)
      throws Exception {
    var answer = http.send(request(world, operation), HttpResponse.BodyHandlers.ofString());
    var code = CODE.matcher(answer.body()).results().map(found -> found.group(1)).findFirst();
    if (answer.statusCode() == 501) {
      assertThat(code).as(operation.wireName()).contains("NotImplemented");
      return "not served";
    }
    // Asked without a document or of what is not there, it refuses; it never fails.
    assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isLessThan(500);
    return code.filter(
                found ->
                    found.equals("NoSuchWebsiteConfiguration")
                        || found.equals("ReplicationConfigurationNotFoundError"))
            .isPresent()
        ? "never set"
        : "served";
  }

  private static HttpRequest request(TestWorld world, S3Operation operation) throws IOException {
    var path =
        switch (operation.scope()) {
          case SERVICE -> "/";
          case BUCKET -> "/bucket";
          case OBJECT, ANY -> "/bucket/key";
        };
    var query =
        operation.needs().stream()
            .filter(need -> !need.startsWith("@"))
            .collect(Collectors.joining("&"));
    var uri =
        URI.create(
            "http://127.0.0.1:"
                + world.gateway().port()
                + path
                + (query.isEmpty() ? "" : "?" + query));
    var unsigned =
        SdkHttpFullRequest.builder().uri(uri).method(SdkHttpMethod.fromValue(operation.method()));
    for (String need : operation.needs()) {
      if (need.startsWith("@")) {
        unsigned.putHeader(need.substring(1), "/bucket/key");
      }
    }
    var pair = world.gateway().keyPair(world.ownersGrant());
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create(pair.accessKeyId(), pair.secret()))
                        .request(unsigned.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true))
            .request();
    var request =
        HttpRequest.newBuilder(uri).method(operation.method(), HttpRequest.BodyPublishers.noBody());
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  /// Headers are what the sources name; a name that stands nowhere is passed over.
  private static String headers() throws IOException {
    var named = new TreeSet<String>();
    for (String module : Arrays.asList("s3", "gateway")) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).sorted().toList()) {
          HEADER
              .matcher(Files.readString(file, UTF_8))
              .results()
              .map(found -> found.group(1))
              .filter(name -> !name.endsWith("-"))
              .forEach(named::add);
        }
      }
    }
    return "## Headers\n\n"
        + "Names that the sources read or answer, besides those of HTTP, `x-amz-meta-*` and"
        + " `x-amz-checksum-ALGORITHM`. Any other header is passed over.\n\n"
        + named.stream().map(name -> "- `" + name + "`\n").collect(Collectors.joining());
  }
}
