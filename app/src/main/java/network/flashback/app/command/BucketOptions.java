package network.flashback.app.command;

import java.io.IOException;
import java.time.Duration;
import network.flashback.app.service.S3ObjectSource;
import network.flashback.providers.s3compatible.S3Source;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A bucket behind an S3 endpoint, and the key that reads it, if it needs one.
final class BucketOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Mixin private final S3Options s3 = new S3Options();

  @Option(names = "--bucket", required = true, paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin so.")
  private String prefix = "";

  @Option(
      names = "--virtual-hosts",
      description = "The bucket stands in the host name, not in the path.")
  private boolean virtualHosts;

  String bucket() {
    return bucket;
  }

  S3ObjectSource open() throws IOException {
    var place = new S3Source.Place(s3.endpoint(), s3.region(), bucket, prefix, !virtualHosts);
    // What everybody may read needs no key.
    var key = s3.key().orElse(new S3Options.Key("", ""));
    return new S3ObjectSource(S3Source.open(place, key.id(), key.secret(), PATIENCE), prefix);
  }
}
