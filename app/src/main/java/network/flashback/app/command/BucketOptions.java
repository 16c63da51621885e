package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.flashback.app.service.S3ObjectSource;
import network.flashback.providers.s3compatible.S3Source;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A bucket behind an S3 endpoint, and the key that reads it.
final class BucketOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "S3 endpoint, such as the gateway's.")
  private String endpoint = "";

  @Option(names = "--bucket", required = true, paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin so.")
  private String prefix = "";

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "us-east-1",
      description = "Region of the endpoint (default: ${DEFAULT-VALUE}).")
  private String region = "us-east-1";

  @Option(
      names = "--virtual-hosts",
      description = "The bucket stands in the host name, not in the path.")
  private boolean virtualHosts;

  @Option(
      names = "--access-key-id",
      paramLabel = "ID",
      description = "Access key (default: none, for what everybody may read).")
  private String accessKeyId = "";

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "File whose first line is the secret of that key.")
  private @Nullable Path secretFile;

  String bucket() {
    return bucket;
  }

  S3ObjectSource open() throws IOException {
    var place = new S3Source.Place(URI.create(endpoint), region, bucket, prefix, !virtualHosts);
    return new S3ObjectSource(S3Source.open(place, accessKeyId, secret(), PATIENCE), prefix);
  }

  private String secret() throws IOException {
    if (secretFile == null) {
      return "";
    }
    try (var lines = Files.lines(secretFile)) {
      return lines.findFirst().orElse("").strip();
    }
  }
}
