package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
