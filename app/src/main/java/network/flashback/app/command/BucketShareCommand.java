package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import network.flashback.app.bucket.Buckets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket share NAME KEY`: a link that works without a key.
@Command(
    name = "share",
    description = {
      "Print a link with which anybody reads an object, or writes one, until its time is over.",
      "Nothing is asked: the link is signed here. It ends earlier with the grant of its key."
    },
    mixinStandardHelpOptions = true)
public final class BucketShareCommand implements Callable<Integer> {
  private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

  @Mixin private final S3Options s3 = new S3Options();

  @Parameters(index = "0", paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The object's key.")
  private String key = "";

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "How long it works, at most 168 (default: 1).")
  private BigDecimal hours = BigDecimal.ONE;

  @Option(
      names = "--upload",
      description = "A link to write the object (HTTP PUT), not to read it.")
  private boolean upload;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var seconds = hours.multiply(SECONDS_AN_HOUR);
    if (seconds.compareTo(BigDecimal.ONE) < 0
        || seconds.compareTo(BigDecimal.valueOf(Buckets.SHARED_MOST.toSeconds())) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--hours is between a second and 168 (seven days, the most that AWS signatures last), not "
              + hours.toPlainString()
              + ".");
    }
    try (var buckets = BucketCommand.open(s3)) {
      var out = spec.commandLine().getOut();
      out.println(buckets.share(bucket, key, Duration.ofSeconds(seconds.longValue()), upload));
      out.flush();
    }
    return 0;
  }
}
