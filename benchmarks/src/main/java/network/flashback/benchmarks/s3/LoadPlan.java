package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// What the process that makes the load is told, in a file: it holds secrets, which do not belong
/// on a command line.
record LoadPlan(boolean quick, List<Target> targets) {
  LoadPlan {
    targets = List.copyOf(targets);
  }

  Scale scale() {
    return Scale.of(quick);
  }

  /// Writes it where only the owner reads.
  void write(Path file) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    var properties = new Properties();
    properties.setProperty("quick", Boolean.toString(quick));
    for (int i = 0; i < targets.size(); i++) {
      put(properties, "target." + i + ".", targets.get(i));
    }
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "Servers under load");
    }
  }

  static LoadPlan read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var targets = new ArrayList<Target>();
    for (int i = 0; properties.containsKey("target." + i + ".name"); i++) {
      targets.add(target(properties, "target." + i + "."));
    }
    return new LoadPlan(Boolean.parseBoolean(required(properties, "quick")), targets);
  }

  private static void put(Properties properties, String prefix, Target target) {
    properties.setProperty(prefix + "name", target.name());
    properties.setProperty(prefix + "endpoint", target.endpoint().toString());
    properties.setProperty(prefix + "bucket", target.bucket());
    target
        .keys()
        .ifPresent(
            keys -> {
              properties.setProperty(prefix + "key", keys.accessKeyId());
              properties.setProperty(prefix + "secret", keys.secret());
            });
    target.tags().forEach((name, value) -> properties.setProperty(prefix + "tag." + name, value));
    properties.setProperty(prefix + "reclaims", Boolean.toString(target.reclaims()));
    properties.setProperty(prefix + "servers", text(target.servers()));
    properties.setProperty(prefix + "nodes", text(target.nodes()));
  }

  private static Target target(Properties properties, String prefix) {
    return new Target(
        required(properties, prefix + "name"),
        URI.create(required(properties, prefix + "endpoint")),
        required(properties, prefix + "bucket"),
        Optional.ofNullable(properties.getProperty(prefix + "key"))
            .map(key -> new KeyPair(key, required(properties, prefix + "secret"))),
        tags(properties, prefix + "tag."),
        Boolean.parseBoolean(required(properties, prefix + "reclaims")),
        numbers(required(properties, prefix + "servers")),
        numbers(required(properties, prefix + "nodes")));
  }

  private static Map<String, String> tags(Properties properties, String prefix) {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .collect(
            Collectors.toMap(
                name -> name.substring(prefix.length()), name -> required(properties, name)));
  }

  private static String required(Properties properties, String key) {
    return Objects.requireNonNull(properties.getProperty(key), key);
  }

  private static String text(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Long> numbers(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(number -> !number.isEmpty())
        .map(Long::valueOf)
        .toList();
  }
}
