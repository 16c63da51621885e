package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.app.setup.Terminal;
import network.flashback.app.terminal.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket upload NAME FILE [KEY]`: stores a file.
@Command(
    name = "upload",
    description = {
      "Store a file. When it says so, the bytes are durable at every provider of the SLA.",
      "What has the same key is replaced."
    },
    mixinStandardHelpOptions = true)
public final class BucketUploadCommand implements Callable<Integer> {
  @Mixin private final S3Options s3 = new S3Options();

  @Parameters(index = "0", paramLabel = "NAME", description = "The bucket.")
  private String bucket = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "KEY",
      description = "Its key (default: the file's name).")
  private @Nullable String key;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "There is no file "
              + file
              + " to store; of a folder, store each file, or use 'aws s3 sync'.");
    }
    var name = key == null ? file.getFileName().toString() : key;
    var out = spec.commandLine().getOut();
    try (var buckets = BucketCommand.open(s3)) {
      try (var bar =
          new ProgressBar(
              out, Terminal.ofThisProcess().isPresent(), "upload", Files.size(file), "MiB")) {
        buckets.upload(bucket, name, file, bar::advanceTo);
      }
    }
    out.println("stored as " + BucketCommand.shown(name));
    out.flush();
    return 0;
  }
}
