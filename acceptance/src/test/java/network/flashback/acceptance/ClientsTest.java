package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.flashback.app.command.FlashbackCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The programs people have, unmodified, with the keys of a live SLA. Needs the AWS CLI and rclone
/// (Debian: awscli, rclone).
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class ClientsTest {
  private static final int EPOCHS = 10;
  private static final int FILE_BYTES = 9 << 20;

  @TempDir private Path folder;

  @Test
  void awsAndRcloneReadWhatTheOtherWrote(TestNetwork network) throws Exception {
    var tree = Files.createDirectories(folder.resolve("tree"));
    var file = PlainText.write(tree.resolve("large"), FILE_BYTES);
    Files.writeString(tree.resolve("small and ä"), "text");
    try (var sla = LiveSla.open(network, EPOCHS)) {
      var bucket = "s3://" + sla.bucket();
      aws(sla, "cp", file.toString(), bucket + "/aws/large");
      assertThat(aws(sla, "ls", bucket + "/aws/")).contains(FILE_BYTES + " large");
      rclone(sla, "copy", tree.toString(), "flash:" + sla.bucket() + "/rclone");
      rclone(sla, "check", "--download", tree.toString(), "flash:" + sla.bucket() + "/rclone");

      rclone(sla, "copyto", "flash:" + sla.bucket() + "/aws/large", path("by-rclone"));
      aws(sla, "cp", bucket + "/rclone/large", path("by-aws"));
      assertThat(Files.mismatch(file, Path.of(path("by-rclone")))).isEqualTo(-1);
      assertThat(Files.mismatch(file, Path.of(path("by-aws")))).isEqualTo(-1);
    }
  }

  @Test
  void theBucketCommandsMakeFillShareAndEmptyABucket(TestNetwork network) throws Exception {
    var file = PlainText.write(folder.resolve("large"), FILE_BYTES);
    try (var sla = LiveSla.open(network, EPOCHS)) {
      var name = "commands-" + sla.bucket();
      assertThat(flashback(sla, "create", name, "--versions")).contains("bucket " + name);
      assertThat(flashback(sla, "list")).contains(name, sla.bucket());
      assertThat(flashback(sla, "objects", name)).contains("The bucket is empty");

      flashback(sla, "upload", name, file.toString(), "folder/large");
      var empty = Files.createFile(folder.resolve("empty"));
      flashback(sla, "upload", name, empty.toString());
      assertThat(flashback(sla, "objects", name))
          .contains("folder/", "empty")
          .doesNotContain("large");
      assertThat(flashback(sla, "objects", name, "--all", "--limit", "1"))
          .contains("empty", "1 are shown");
      assertThat(flashback(sla, "show", name, "--json"))
          .contains("\"objects\":2,\"bytes\":" + FILE_BYTES, "\"versioning\":\"Enabled\"");

      flashback(sla, "download", name, "folder/large", path("copy"));
      assertThat(Files.mismatch(file, Path.of(path("copy")))).isEqualTo(-1);
      assertThat(refused(sla, "download", name, "folder/large", path("copy")))
          .contains("is there already");
      var link = URI.create(flashback(sla, "share", name, "folder/large").strip());
      try (var shared = link.toURL().openStream()) {
        assertThat(shared.readAllBytes()).hasSize(FILE_BYTES);
      }

      assertThat(refused(sla, "delete", name)).contains("BucketNotEmpty", "bucket remove");
      assertThat(flashback(sla, "remove", name, "--prefix", "")).contains("2 objects begin so");
      assertThat(flashback(sla, "remove", name, "--prefix", "", "--yes")).contains("removed 2");
      assertThat(flashback(sla, "objects", name)).contains("The bucket is empty");
      assertThat(refused(sla, "show", "not-" + name)).contains("NoSuchBucket", "bucket list");
      assertThat(refused(sla, "create", "native-" + name, "--layout", "native"))
          .contains("InvalidRequest");
      assertThat(flashback(sla, "list")).doesNotContain("native-" + name);
    }
  }

  private String flashback(LiveSla sla, String... arguments) throws Exception {
    var text = new StringWriter();
    assertThat(bucket(sla, text, arguments)).as("%s%n%s", List.of(arguments), text).isZero();
    return text.toString();
  }

  private String refused(LiveSla sla, String... arguments) throws Exception {
    var text = new StringWriter();
    assertThat(bucket(sla, text, arguments)).as("%s%n%s", List.of(arguments), text).isEqualTo(1);
    return text.toString();
  }

  private int bucket(LiveSla sla, StringWriter text, String... arguments) throws Exception {
    var secret = folder.resolve("secret");
    Files.writeString(secret, sla.keys().secret());
    var words = new ArrayList<>(List.of("bucket", arguments[0]));
    words.addAll(List.of("--endpoint", sla.endpoint(), "--secret-file", secret.toString()));
    words.addAll(List.of("--access-key-id", sla.keys().accessKeyId()));
    words.addAll(List.of(arguments).subList(1, arguments.length));
    var out = new PrintWriter(text, true);
    return FlashbackCommand.commandLine()
        .setOut(out)
        .setErr(out)
        .execute(words.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String aws(LiveSla sla, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("aws", "--endpoint-url", sla.endpoint(), "s3"));
    command.addAll(List.of(arguments));
    return run(
        command,
        Map.of(
            "AWS_ACCESS_KEY_ID", sla.keys().accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", sla.keys().secret(),
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", path("none"),
            "AWS_MAX_ATTEMPTS", "1"));
  }

  private String rclone(LiveSla sla, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("rclone", "--retries=1"));
    command.addAll(List.of(arguments));
    return run(
        command,
        Map.of(
            "RCLONE_CONFIG", path("rclone.conf"),
            "RCLONE_CONFIG_FLASH_TYPE", "s3",
            "RCLONE_CONFIG_FLASH_PROVIDER", "Other",
            "RCLONE_CONFIG_FLASH_ACCESS_KEY_ID", sla.keys().accessKeyId(),
            "RCLONE_CONFIG_FLASH_SECRET_ACCESS_KEY", sla.keys().secret(),
            "RCLONE_CONFIG_FLASH_ENDPOINT", sla.endpoint()));
  }

  private String run(List<String> command, Map<String, String> environment) throws Exception {
    var output = folder.resolve("output");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    // rclone refuses to start with a bundle of its user's, even for plain http.
    builder.environment().remove("AWS_CA_BUNDLE");
    var process = start(builder, command.getFirst());
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    var text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s%n%s", command, text).isZero();
    return text;
  }

  private static Process start(ProcessBuilder builder, String program) {
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new AssertionError(program + " is not installed; Debian has it", missing);
    }
  }
}
