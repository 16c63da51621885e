package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// An S3 endpoint and a key, as other S3 tools are told of them: by options, else by the variables
/// that `flashback sla open` prints.
final class S3Options {
  private static final String DEVELOPMENT = "http://127.0.0.1:9000";

  private final Map<String, String> environment;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "S3 endpoint (default: AWS_ENDPOINT_URL, else the gateway of the network on this machine).")
  private @Nullable URI endpoint;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "Region of the endpoint (default: AWS_REGION, AWS_DEFAULT_REGION, us-east-1).")
  private @Nullable String region;

  @Option(
      names = "--access-key-id",
      paramLabel = "ID",
      description = "Access key (default: AWS_ACCESS_KEY_ID).")
  private @Nullable String accessKeyId;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the secret of that key (default: AWS_SECRET_ACCESS_KEY).")
  private @Nullable Path secretFile;

  S3Options() {
    this(System.getenv());
  }

  S3Options(Map<String, String> environment) {
    this.environment = environment;
  }

  /// The public and the secret half.
  record Key(String id, String secret) {
    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  URI endpoint() {
    return Optional.ofNullable(endpoint)
        .or(() -> variable("AWS_ENDPOINT_URL_S3").map(URI::create))
        .or(() -> variable("AWS_ENDPOINT_URL").map(URI::create))
        .orElse(URI.create(DEVELOPMENT));
  }

  String region() {
    return Optional.ofNullable(region)
        .or(() -> variable("AWS_REGION"))
        .or(() -> variable("AWS_DEFAULT_REGION"))
        .orElse("us-east-1");
  }

  /// Empty when nothing names a key. A key that is named by an option has its secret in a file.
  ///
  /// @throws IOException when the secret of a named key is missing
  Optional<Key> key() throws IOException {
    if (accessKeyId == null && secretFile != null) {
      throw new IOException("--secret-file needs --access-key-id: whose secret is it?");
    }
    if (accessKeyId != null && secretFile == null) {
      throw new IOException("--access-key-id needs --secret-file, a file with its secret.");
    }
    if (accessKeyId != null && secretFile != null) {
      return Optional.of(new Key(accessKeyId, firstLine(secretFile)));
    }
    var id = variable("AWS_ACCESS_KEY_ID");
    var secret = variable("AWS_SECRET_ACCESS_KEY");
    if (id.isPresent() != secret.isPresent()) {
      throw new IOException(
          "Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set: set both, or none.");
    }
    return id.map(name -> new Key(name, secret.orElseThrow()));
  }

  /// @throws IOException when nothing names a key
  Key requiredKey() throws IOException {
    return key()
        .orElseThrow(
            () ->
                new IOException(
                    "No S3 key. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as './flashback sla open' prints them, or name one by --access-key-id and --secret-file."));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String firstLine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no file " + file + " with a secret in its first line.");
    }
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .orElseThrow(
              () ->
                  new IOException("The first line of " + file + " is empty: no secret is there."));
    }
  }
}
