package network.flashback.app.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import network.flashback.app.bucket.Buckets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket remove NAME KEY`, or `--prefix TEXT`: deletes objects.
@Command(
    name = "remove",
    description = {
      "Remove an object, or all whose keys begin with --prefix.",
      "A bucket that keeps versions keeps them."
    },
    mixinStandardHelpOptions = true)
public final class BucketRemoveCommand implements Callable<Integer> {
  @Mixin private final S3Options s3 = new S3Options();

  @Parameters(index = "0", paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "The object's key.")
  private @Nullable String key;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "All keys that begin so; \"\" for all there are.")
  private @Nullable String prefix;

  @Option(names = "--yes", description = "Remove what --prefix finds; else it is only counted.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if ((key == null) == (prefix == null)) {
      throw new ParameterException(spec.commandLine(), "Say either KEY or --prefix.");
    }
    var out = spec.commandLine().getOut();
    try (var buckets = BucketCommand.open(s3)) {
      if (key != null) {
        buckets.remove(bucket, key);
        out.println("removed " + BucketCommand.shown(key));
      } else if (prefix != null) {
        var count = removeBelow(buckets, prefix);
        out.printf(
            yes ? "removed %,d objects%n" : "%,d objects begin so; --yes removes them%n", count);
      }
    }
    out.flush();
    return 0;
  }

  private int removeBelow(Buckets buckets, String below) throws IOException {
    var keys = new ArrayList<String>();
    buckets.each(bucket, below, false, Integer.MAX_VALUE, entry -> keys.add(entry.key()));
    if (yes) {
      for (var each : keys) {
        buckets.remove(bucket, each);
      }
    }
    return keys.size();
  }
}
