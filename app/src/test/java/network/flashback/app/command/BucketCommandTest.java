package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What `flashback bucket` says before and without a server; with one, ClientsTest runs it.
class BucketCommandTest {
  @TempDir private Path folder;

  @Test
  void theVariablesOfOtherToolsNameEndpointRegionAndKey() throws Exception {
    var options =
        new S3Options(
            Map.of(
                "AWS_ENDPOINT_URL", "https://s3.example",
                "AWS_DEFAULT_REGION", "eu-de",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret"));
    assertThat(options.endpoint()).isEqualTo(URI.create("https://s3.example"));
    assertThat(options.region()).isEqualTo("eu-de");
    assertThat(options.key()).contains(new S3Options.Key("id", "secret"));
    assertThat(options.requiredKey().toString()).doesNotContain("secret");
  }

  @Test
  void optionsComeBeforeVariables() throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "of the option\nanother line\n");
    var options = new S3Options(Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_REGION", "eu-de"));
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
        .parseArgs(
            "--access-key-id=named",
            "--secret-file=" + secret,
            "--region=eu-fr",
            "--endpoint=http://x");
    assertThat(options.key()).contains(new S3Options.Key("named", "of the option"));
    assertThat(options.region()).isEqualTo("eu-fr");
    assertThat(options.endpoint()).isEqualTo(URI.create("http://x"));
  }

  @Test
  void withoutAnyOfThemThereIsNoKeyAndTheEndpointIsTheOneOfThisMachine() throws Exception {
    var options = new S3Options(Map.of("AWS_ENDPOINT_URL", " "));
    assertThat(options.key()).isEqualTo(Optional.empty());
    assertThat(options.endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(options.region()).isEqualTo("us-east-1");
    assertThatThrownBy(options::requiredKey)
        .hasMessageContaining("AWS_ACCESS_KEY_ID")
        .hasMessageContaining("sla open");
  }

  @Test
  void halfAKeyIsRefusedWithTheHalfThatIsMissing() throws Exception {
    assertThatThrownBy(new S3Options(Map.of("AWS_ACCESS_KEY_ID", "id"))::key)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
    assertThat(run("list", "--access-key-id", "id")).contains("--secret-file");
    assertThat(run("list", "--secret-file", "x")).contains("needs --access-key-id");
    assertThat(run("list", "--access-key-id", "id", "--secret-file", folder + "/none"))
        .contains("There is no file");
    var empty = Files.createFile(folder.resolve("empty"));
    assertThat(run("list", "--access-key-id", "id", "--secret-file", empty.toString()))
        .contains("is empty");
  }

  @Test
  void aServerThatDoesNotAnswerIsNamedWithWhatToDo() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertThat(withKey("list", "--endpoint", "http://127.0.0.1:" + closed))
        .contains("No answer from http://127.0.0.1:" + closed, "flashback up");
  }

  @Test
  void aLinkIsSignedWithoutAskingAnybodyAndLastsSevenDaysAtMost() throws Exception {
    assertThat(withKey("share", "b", "a/ü key", "--hours", "168"))
        .contains(
            "http://127.0.0.1:9000/b/a/%C3%BC%20key?", "X-Amz-Expires=604800", "X-Amz-Signature=");
    assertThat(withKey("share", "b", "k", "--upload", "--hours", "0.5"))
        .contains("X-Amz-Expires=1800");
    assertThat(withKey("share", "b", "k", "--hours", "168.001")).contains("168 (seven days");
    assertThat(withKey("share", "b", "k", "--hours", "0")).contains("a second");
  }

  @Test
  void whatCannotBeMeantIsRefusedBeforeAnybodyIsAsked() throws Exception {
    assertThat(withKey("remove", "b")).contains("either KEY or --prefix");
    assertThat(withKey("remove", "b", "k", "--prefix", "p")).contains("either KEY or --prefix");
    assertThat(withKey("objects", "b", "--limit", "0")).contains("at least 1");
    assertThat(withKey("upload", "b", folder.toString()))
        .contains("There is no file", "aws s3 sync");
    assertThat(withKey("download", "b", "a/..")).contains("say which FILE");
    assertThat(withKey("download", "b", "a/")).contains("say which FILE");
    assertThat(withKey("download", "b", "k", folder.toString())).contains("is a folder");
    assertThat(run()).contains("Say what to do with buckets");
  }

  private String withKey(String... arguments) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "secret");
    var words = new java.util.ArrayList<>(java.util.List.of(arguments));
    words.addAll(java.util.List.of("--access-key-id", "id", "--secret-file", secret.toString()));
    return run(words.toArray(String[]::new));
  }

  private static String run(String... arguments) {
    var words = new String[arguments.length + 1];
    words[0] = "bucket";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    var text = new StringWriter();
    var out = new PrintWriter(text, true);
    FlashbackCommand.commandLine().setOut(out).setErr(out).execute(words);
    return text.toString();
  }
}
