package network.flashback.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// A page of another origin in an unmodified browser: presigned PUT and GET and an upload form,
/// where the bucket's CORS rules let it. Needs Chromium to be installed (Debian: chromium).
class BrowserTest {
  private static final String BUCKET = "photos";
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// Given: the URLs and fields that a server of the page's would hand out.
  private static final String SCRIPT =
      """
      const given = %s;
      const told = [];
      async function step(name, action) {
        try {
          told.push(name + ' ' + await action());
        } catch (e) {
          told.push(name + ' ' + e.name);
        }
      }
      await step('put', async () => {
        const headers = { 'Content-Type': 'text/plain', 'x-amz-meta-owner': 'ana' };
        const answer = await fetch(given.put, { method: 'PUT', headers, body: 'by a page ä' });
        return answer.status + ' ' + answer.headers.get('ETag').length;
      });
      await step('get', async () => {
        const answer = await fetch(given.get);
        return answer.status + ' ' + await answer.text()
            + ' ' + answer.headers.get('ETag').length + ' ' + answer.headers.get('x-amz-meta-owner');
      });
      await step('form', async () => {
        const form = new FormData();
        for (const [name, value] of Object.entries(given.fields)) form.append(name, value);
        form.append('file', new Blob(['by a form ä'], { type: 'text/plain' }), 'note.txt');
        const answer = await fetch(given.form, { method: 'POST', body: form });
        return answer.status + ' ' + answer.headers.get('ETag').length;
      });
      await step('delete', async () => (await fetch(given.put, { method: 'DELETE' })).status);
      await tell(told.join('\\n'));
      """;

  @TempDir Path folder;

  private TestWorld world;
  private S3Client owner;
  private Browser browser;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(folder.resolve("disks"));
    owner = world.client();
    owner.createBucket(b -> b.bucket(BUCKET));
    browser = new Browser(Files.createDirectories(folder.resolve("browser")));
  }

  @AfterEach
  void stop() {
    browser.close();
    world.close();
  }

  @Test
  void aPageOfAnAllowedOriginPutsGetsAndSendsForms() throws Exception {
    allow(browser.origin());
    assertThat(browser.run(SCRIPT.formatted(given())))
        .containsExactly(
            "put 200 34", "get 200 by a page ä 34 null", "form 204 34", "delete TypeError");
    assertThat(read("by-url")).isEqualTo("by a page ä");
    assertThat(read("forms/note.txt")).isEqualTo("by a form ä");
    assertThat(owner.headObject(b -> b.bucket(BUCKET).key("by-url")).metadata())
        .containsEntry("owner", "ana");
  }

  @Test
  void aPageOfAnotherOriginLearnsNothingAndPutsNothing() throws Exception {
    allow("https://app.example");
    owner.putObject(b -> b.bucket(BUCKET).key("by-url"), body("kept"));
    assertThat(browser.run(SCRIPT.formatted(given())))
        .containsExactly("put TypeError", "get TypeError", "form TypeError", "delete TypeError");
    assertThat(read("by-url")).isEqualTo("kept");
  }

  private void allow(String origin) {
    owner.putBucketCors(
        b ->
            b.bucket(BUCKET)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder()
                                .allowedOrigins(origin)
                                .allowedMethods("GET", "PUT", "POST")
                                .allowedHeaders("content-type", "x-amz-meta-*")
                                .exposeHeaders("ETag")
                                .build())));
  }

  private String given() throws Exception {
    var pair = world.gateway().keyPair(world.ownersGrant());
    var keys = AwsBasicCredentials.create(pair.accessKeyId(), pair.secret());
    var endpoint = URI.create("http://127.0.0.1:" + world.gateway().port());
    try (var presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .build()) {
      var put =
          presigner.presignPutObject(
              p ->
                  p.signatureDuration(LIFE)
                      .putObjectRequest(
                          r ->
                              r.bucket(BUCKET)
                                  .key("by-url")
                                  .contentType("text/plain")
                                  .metadata(Map.of("owner", "ana"))));
      var get =
          presigner.presignGetObject(
              p -> p.signatureDuration(LIFE).getObjectRequest(r -> r.bucket(BUCKET).key("by-url")));
      return new ObjectMapper()
          .writeValueAsString(
              Map.of(
                  "put", put.url().toString(),
                  "get", get.url().toString(),
                  "form", endpoint + "/" + BUCKET,
                  "fields", fields(keys)));
    }
  }

  /// Those of a form that may send one file below `forms/`, signed as AWS documents it.
  private Map<String, String> fields(AwsBasicCredentials keys) throws Exception {
    var now = world.clock.instant();
    var time = SECOND.format(now);
    var scope = List.of(time.substring(0, 8), "us-east-1", "s3", "aws4_request");
    var fields =
        new LinkedHashMap<>(
            Map.of(
                "key",
                "forms/${filename}",
                "x-amz-algorithm",
                "AWS4-HMAC-SHA256",
                "x-amz-credential",
                keys.accessKeyId() + "/" + String.join("/", scope),
                "x-amz-date",
                time));
    var conditions = new ArrayList<Object>(List.of(Map.of("bucket", BUCKET)));
    conditions.add(List.of("starts-with", "$key", "forms/"));
    conditions.add(List.of("content-length-range", 1, 1000));
    fields.forEach(
        (name, value) -> {
          if (!name.equals("key")) {
            conditions.add(Map.of(name, value));
          }
        });
    var policy =
        new ObjectMapper()
            .writeValueAsBytes(
                Map.of("expiration", now.plus(LIFE).toString(), "conditions", conditions));
    var encoded = Base64.getEncoder().encodeToString(policy);
    var key = ("AWS4" + keys.secretAccessKey()).getBytes(UTF_8);
    for (String part : scope) {
      key = hmac(key, part);
    }
    fields.put("policy", encoded);
    fields.put("x-amz-signature", HexFormat.of().formatHex(hmac(key, encoded)));
    return fields;
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static RequestBody body(String text) {
    return RequestBody.fromString(text);
  }

  private String read(String key) {
    return owner.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }
}
