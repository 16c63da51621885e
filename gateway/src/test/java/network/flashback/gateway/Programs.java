package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The S3 programs people have, unmodified, with the keys of a world's consumer and without any
/// setting of who runs the tests.
final class Programs {
  private static final int LIMIT_MINUTES = 2;

  /// What programs read settings of their user from.
  private static final List<String> FOREIGN =
      List.of("AWS_", "RCLONE_", "RESTIC_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

  private final TestWorld world;
  private final Path folder;

  /// @param folder for configurations, caches and output
  Programs(TestWorld world, Path folder) {
    this.world = world;
    this.folder = folder;
  }

  String endpoint() {
    return "http://" + address();
  }

  String aws(String... arguments) throws Exception {
    return run(List.of("aws", "--endpoint-url", endpoint(), "s3"), arguments);
  }

  /// Has one remote, `flash:`.
  String rclone(String... arguments) throws Exception {
    return run(List.of("rclone", "--retries=1"), arguments);
  }

  String s3cmd(String... arguments) throws Exception {
    var settings =
        """
        [default]
        access_key = %1$s
        secret_key = %2$s
        host_base = %3$s
        host_bucket = %3$s
        use_https = False
        """
            .formatted(keyId(), secret(), address());
    var file = Files.writeString(folder.resolve("s3cmd.conf"), settings);
    return run(List.of("s3cmd", "--no-progress", "-c", file.toString()), arguments);
  }

  /// Has one repository, in the bucket `backups`.
  String restic(String... arguments) throws Exception {
    return run(List.of("restic", "--cache-dir", folder.resolve("cache").toString()), arguments);
  }

  /// A Python that has boto3: Debian's own, else the one on the path.
  String python(String... arguments) throws Exception {
    var debian = new ProcessBuilder("/usr/bin/python3", "-c", "import boto3");
    debian.redirectErrorStream(true).redirectOutput(folder.resolve("probe").toFile());
    boolean hasIt = start(debian).waitFor() == 0;
    return run(List.of(hasIt ? "/usr/bin/python3" : "python3"), arguments);
  }

  /// Mounts a bucket, in the background.
  void s3fs(String bucket, Path mounted) throws Exception {
    run(
        List.of("s3fs", bucket, mounted.toString()),
        "-o",
        "url=" + endpoint(),
        "-o",
        "use_path_request_style,sigv4,endpoint=us-east-1,retries=1");
  }

  /// What a program said that ended well.
  String run(List<String> command, String... arguments) throws Exception {
    var whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    var output = folder.resolve("output");
    var builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(Programs::isForeign);
    environment.putAll(settings());
    var process = start(builder);
    boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    var text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as("%s ends%n%s", whole, text).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", whole, text).isZero();
    return text;
  }

  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new AssertionError(
          "%s did not start; `./flashback check debian` installs what the tests run"
              .formatted(builder.command().getFirst()),
          missing);
    }
  }

  private Map<String, String> settings() throws IOException {
    var none = Files.writeString(folder.resolve("none"), "").toString();
    var settings = new HashMap<String, String>();
    settings.put("AWS_ACCESS_KEY_ID", keyId());
    settings.put("AWS_SECRET_ACCESS_KEY", secret());
    settings.put("AWS_DEFAULT_REGION", "us-east-1");
    settings.put("AWS_CONFIG_FILE", none);
    settings.put("AWS_SHARED_CREDENTIALS_FILE", none);
    settings.put("AWS_EC2_METADATA_DISABLED", "true");
    settings.put("AWS_MAX_ATTEMPTS", "1");
    settings.put("RCLONE_CONFIG", none);
    settings.put("RCLONE_CONFIG_FLASH_TYPE", "s3");
    settings.put("RCLONE_CONFIG_FLASH_PROVIDER", "Other");
    settings.put("RCLONE_CONFIG_FLASH_ACCESS_KEY_ID", keyId());
    settings.put("RCLONE_CONFIG_FLASH_SECRET_ACCESS_KEY", secret());
    settings.put("RCLONE_CONFIG_FLASH_ENDPOINT", endpoint());
    settings.put("RESTIC_REPOSITORY", "s3:" + endpoint() + "/backups");
    settings.put("RESTIC_PASSWORD", "of a test");
    settings.put("LC_ALL", "C.UTF-8");
    return settings;
  }

  private static boolean isForeign(String variable) {
    return FOREIGN.stream().anyMatch(variable.toUpperCase(Locale.ROOT)::startsWith);
  }

  private String address() {
    return "127.0.0.1:" + world.gateway().port();
  }

  private String keyId() {
    return world.gateway().keyPair(world.ownersGrant()).accessKeyId();
  }

  private String secret() {
    return world.gateway().keyPair(world.ownersGrant()).secret();
  }
}
