package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.app.bucket.Buckets;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.metadata.BucketSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bucket`: buckets of a live SLA, with its S3 key. Whatever it does, other S3 tools do
/// too; it knows what is particular to this gateway, and says what to do about a refusal.
@Command(
    name = "bucket",
    description = {
      "Buckets and objects of an SLA, with its S3 key.",
      "The key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as 'flashback sla open' prints them. Any other S3 tool does as well."
    },
    subcommands = {
      BucketObjectsCommand.class,
      BucketUploadCommand.class,
      BucketDownloadCommand.class,
      BucketRemoveCommand.class,
      BucketShareCommand.class
    },
    mixinStandardHelpOptions = true)
public final class BucketCommand implements Runnable {
  static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with buckets: one of those below.");
  }

  static Buckets open(S3Options s3) throws IOException {
    var key = s3.requiredKey();
    return Buckets.open(s3.endpoint(), s3.region(), key.id(), key.secret());
  }

  /// A name from elsewhere, which must not command the terminal.
  static String shown(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  static void print(PrintWriter out, Object json) throws IOException {
    out.println(JSON.writeValueAsString(json));
    out.flush();
  }

  @Command(
      name = "list",
      description = "List the buckets of the key.",
      mixinStandardHelpOptions = true)
  int list(@Mixin S3Options s3, @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    var out = spec.commandLine().getOut();
    try (var buckets = open(s3)) {
      var all = buckets.list();
      if (json) {
        var array = JSON.createArrayNode();
        all.forEach(
            one ->
                array.addObject().put("name", one.name()).put("created", one.created().toString()));
        print(out, array);
        return 0;
      }
      if (all.isEmpty()) {
        out.println("This key has no bucket yet: 'flashback bucket create NAME' makes one.");
      }
      all.stream()
          .sorted(Comparator.comparing(Buckets.Named::name))
          .forEach(one -> out.printf("%s  %s%n", one.created(), shown(one.name())));
      out.flush();
    }
    return 0;
  }

  @Command(
      name = "create",
      description = {
        "Make a bucket.",
        "Its objects are sealed and cut into pieces, unless --layout native leaves them as they are (docs/operations/native-buckets.md)."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin S3Options s3,
      @Parameters(paramLabel = "NAME", description = "3 to 63 of a-z, 0-9, dots and hyphens.")
          String name,
      @Option(
              names = "--layout",
              description = "One of ${COMPLETION-CANDIDATES} (default: as the gateway is set).")
          @Nullable Layout layout,
      @Option(
              names = "--opaque-etags",
              description = "Entity tags that are no MD5, which spares the gateway work.")
          boolean opaqueTags,
      @Option(names = "--versions", description = "Keep what is overwritten or removed.")
          boolean versions)
      throws IOException {
    var tags = new LinkedHashMap<String, String>();
    if (layout != null) {
      tags.put(BucketSettings.LAYOUT_TAG, layout.name().toLowerCase(Locale.ROOT));
    }
    if (opaqueTags) {
      tags.put(BucketSettings.ETAG_TAG, "opaque");
    }
    try (var buckets = open(s3)) {
      buckets.create(name);
      try {
        if (!tags.isEmpty()) {
          buckets.tag(name, tags);
        }
        if (versions) {
          buckets.keepVersions(name);
        }
      } catch (IOException refused) {
        // Not half a bucket: what was asked for could not be had.
        buckets.delete(name);
        throw refused;
      }
    }
    var out = spec.commandLine().getOut();
    out.printf("bucket %s is there%nstore a file: flashback bucket upload %s FILE%n", name, name);
    out.flush();
    return 0;
  }

  @Command(
      name = "show",
      description = {
        "Show what a bucket is set to, and how much it holds.",
        "Counts by listing every key: a second for some ten thousand objects."
      },
      mixinStandardHelpOptions = true)
  int show(
      @Mixin S3Options s3,
      @Parameters(paramLabel = "NAME", description = "The bucket.") String name,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    var objects = new AtomicLong();
    var bytes = new AtomicLong();
    Buckets.Settings settings;
    try (var buckets = open(s3)) {
      settings = buckets.settings(name);
      buckets.each(
          name,
          "",
          false,
          Integer.MAX_VALUE,
          one -> {
            objects.incrementAndGet();
            bytes.addAndGet(one.bytes());
          });
    }
    var out = spec.commandLine().getOut();
    if (json) {
      print(out, json(name, settings, objects.get(), bytes.get()));
      return 0;
    }
    out.println("bucket     " + name);
    out.printf("objects    %,d, %s%n", objects.get(), new ByteCount(bytes.get()));
    out.println("versions   " + settings.versioning());
    settings
        .tags()
        .forEach((key, value) -> out.printf("tag        %s = %s%n", shown(key), shown(value)));
    out.flush();
    return 0;
  }

  private static ObjectNode json(String name, Buckets.Settings settings, long objects, long bytes) {
    var node =
        JSON.createObjectNode()
            .put("name", name)
            .put("objects", objects)
            .put("bytes", bytes)
            .put("versioning", settings.versioning());
    var tags = node.putObject("tags");
    settings.tags().forEach(tags::put);
    return node;
  }

  @Command(
      name = "delete",
      description = "Delete an empty bucket.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin S3Options s3,
      @Parameters(paramLabel = "NAME", description = "The bucket.") String name)
      throws IOException {
    try (var buckets = open(s3)) {
      buckets.delete(name);
    }
    var out = spec.commandLine().getOut();
    out.println("bucket " + name + " is gone");
    out.flush();
    return 0;
  }
}
