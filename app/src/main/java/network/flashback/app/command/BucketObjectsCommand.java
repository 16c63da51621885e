package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import network.flashback.app.bucket.Buckets.Entry;
import network.flashback.domain.storage.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket objects NAME`: what a bucket holds.
@Command(
    name = "objects",
    description = "List the objects of a bucket, and its folders, in the order of their keys.",
    mixinStandardHelpOptions = true)
public final class BucketObjectsCommand implements Callable<Integer> {
  private static final int USUAL = 1000;

  @Mixin private final S3Options s3 = new S3Options();

  @Parameters(paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin so.")
  private String prefix = "";

  @Option(names = "--all", description = "Every key, not folders of keys.")
  private boolean all;

  @Option(names = "--limit", paramLabel = "N", description = "Most lines to list (default: 1000).")
  private int limit = USUAL;

  @Option(names = "--json", description = "Print JSON, a line for each object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is at least 1, not " + limit + ".");
    }
    var out = spec.commandLine().getOut();
    var count = new AtomicInteger();
    try (var buckets = BucketCommand.open(s3)) {
      // One more than is shown tells whether there are more.
      buckets.each(
          bucket,
          prefix,
          !all,
          Math.addExact(limit, 1),
          entry -> {
            if (count.incrementAndGet() <= limit) {
              print(entry, out);
            }
          });
    }
    if (!json && count.get() == 0) {
      out.println(
          prefix.isEmpty()
              ? "The bucket is empty: 'flashback bucket upload " + bucket + " FILE' stores a file."
              : "No key begins with '" + prefix + "'.");
    } else if (!json && count.get() > limit) {
      out.printf("%,d are shown; raise --limit, or narrow it down by --prefix%n", limit);
    }
    out.flush();
    return 0;
  }

  private void print(Entry entry, PrintWriter out) {
    var modified = entry.modified().map(Instant::toString);
    if (json) {
      var line = BucketCommand.JSON.createObjectNode().put("key", entry.key());
      modified.ifPresent(at -> line.put("bytes", entry.bytes()).put("modified", at));
      out.println(line);
    } else {
      out.printf(
          "%-24s %12s  %s%n",
          modified.orElse(""),
          modified.isPresent() ? new ByteCount(entry.bytes()).toString() : "folder",
          BucketCommand.shown(entry.key()));
    }
  }
}
