package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.app.bucket.Buckets;
import network.flashback.app.setup.Terminal;
import network.flashback.app.terminal.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket download NAME KEY [FILE]`: fetches an object.
@Command(
    name = "download",
    description = "Fetch an object into a file, which appears whole or not at all.",
    mixinStandardHelpOptions = true)
public final class BucketDownloadCommand implements Callable<Integer> {
  @Mixin private final S3Options s3 = new S3Options();

  @Parameters(index = "0", paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The object's key.")
  private String key = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: what follows the key's last slash).")
  private @Nullable Path file;

  @Option(names = "--overwrite", description = "Replace the file if it is there.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var target = file == null ? ofKey() : file;
    if (Files.isDirectory(target)) {
      throw new IOException(target + " is a folder: name the file in it.");
    }
    if (Files.exists(target) && !overwrite) {
      throw new IOException(
          target + " is there already: name another file, or replace it with --overwrite.");
    }
    var out = spec.commandLine().getOut();
    try (var buckets = BucketCommand.open(s3);
        var object = buckets.open(bucket, key)) {
      try (var bar =
          new ProgressBar(
              out, Terminal.ofThisProcess().isPresent(), "download", object.bytes(), "MiB")) {
        Buckets.save(object, target, bar::advanceTo);
      }
    }
    out.println("fetched into " + target);
    out.flush();
    return 0;
  }

  /// A key is somebody's text: only its last part is taken, and nothing that leads elsewhere.
  private Path ofKey() throws IOException {
    var name = key.substring(key.lastIndexOf('/') + 1);
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || !name.equals(BucketCommand.shown(name))) {
      throw new IOException("The key's last part is no file name: say which FILE to write.");
    }
    return Path.of(name);
  }
}
