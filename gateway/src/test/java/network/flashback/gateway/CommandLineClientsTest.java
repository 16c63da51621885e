package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The AWS command line and rclone, unmodified, against a gateway. Needs both to be installed
/// (Debian: awscli, rclone).
class CommandLineClientsTest {
  private static final long SEED = 11;

  @TempDir Path folder;

  private TestWorld world;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(folder.resolve("disks"));
    file = folder.resolve("file");
    var bytes = new byte[20_000_000];
    new Random(SEED).nextBytes(bytes);
    Files.write(file, bytes);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void awsCopiesListsSyncsAndRemoves() throws Exception {
    var back = folder.resolve("back");
    aws("mb", "s3://photos");
    aws("cp", file.toString(), "s3://photos/a/file");
    assertThat(aws("ls", "s3://photos/a/")).contains("20000000 file");
    aws("cp", "s3://photos/a/file", back.toString());
    assertThat(Files.mismatch(file, back)).as("seed %d", SEED).isEqualTo(-1);
    aws("sync", "s3://photos", folder.resolve("synced").toString());
    assertThat(Files.mismatch(file, folder.resolve("synced/a/file"))).isEqualTo(-1);
    aws("mv", "s3://photos/a/file", "s3://photos/b/file");
    aws("rb", "s3://photos", "--force");
    assertThat(aws("ls")).isBlank();
  }

  @Test
  void rcloneCopiesChecksAndPurges() throws Exception {
    var tree = Files.createDirectories(folder.resolve("tree/deep"));
    Files.move(file, tree.resolve("large"));
    Files.writeString(tree.resolve("small and \u00e4"), "text");
    Files.write(folder.resolve("tree/empty"), new byte[0]);
    var source = folder.resolve("tree").toString();
    rclone("mkdir", "flash:photos");
    rclone("copy", source, "flash:photos/tree");
    rclone("check", "--download", source, "flash:photos/tree");
    assertThat(rclone("lsf", "-R", "flash:photos")).contains("tree/deep/small and \u00e4");
    rclone("purge", "flash:photos");
  }

  private String aws(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(List.of("aws", "--endpoint-url", endpoint(), "s3"));
    command.addAll(List.of(arguments));
    var pair = world.gateway().keyPair(world.ownersGrant());
    return run(
        command,
        Map.of(
            "AWS_ACCESS_KEY_ID", pair.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", pair.secret(),
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", folder.resolve("none").toString(),
            "AWS_MAX_ATTEMPTS", "1"));
  }

  private String rclone(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(List.of("rclone", "--retries=1"));
    command.addAll(List.of(arguments));
    var pair = world.gateway().keyPair(world.ownersGrant());
    return run(
        command,
        Map.of(
            "RCLONE_CONFIG", folder.resolve("rclone.conf").toString(),
            "RCLONE_CONFIG_FLASH_TYPE", "s3",
            "RCLONE_CONFIG_FLASH_PROVIDER", "Other",
            "RCLONE_CONFIG_FLASH_ACCESS_KEY_ID", pair.accessKeyId(),
            "RCLONE_CONFIG_FLASH_SECRET_ACCESS_KEY", pair.secret(),
            "RCLONE_CONFIG_FLASH_ENDPOINT", endpoint()));
  }

  private String endpoint() {
    return "http://127.0.0.1:" + world.gateway().port();
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
