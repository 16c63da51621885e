package network.flashback.app.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One role's configuration: a properties file in which every key is known and every needed key is
/// present. Relative paths are relative to the file's folder.
public final class Configuration {
  private final Path file;
  private final EnumMap<ConfigurationKey, String> values;

  private Configuration(Path file, EnumMap<ConfigurationKey, String> values) {
    this.file = file;
    this.values = values;
  }

  /// Reads and checks the file of `role`.
  ///
  /// @throws ConfigurationException when it cannot be read, holds an unknown key, or lacks one
  public static Configuration read(Path file, Role role) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(
          "There is no configuration file %s. Name another with --config; docs/configuration.md has what it holds, and 'flashback node init' writes that of a node."
              .formatted(file),
          missing);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "Configuration file %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
    var known = new TreeMap<String, ConfigurationKey>();
    ConfigurationKey.of(role).forEach(key -> known.put(key.key(), key));
    var values = new EnumMap<ConfigurationKey, String>(ConfigurationKey.class);
    for (var word : properties.stringPropertyNames()) {
      var key = known.get(word);
      if (key == null) {
        throw new ConfigurationException(
            "%s: '%s' is no key of the role %s. Did you mean '%s'? All keys: docs/configuration.md."
                .formatted(file, word, role.word(), nearest(word, known)));
      }
      values.put(key, properties.getProperty(word).strip());
    }
    for (var key : known.values()) {
      if (!values.containsKey(key)) {
        values.put(
            key,
            key.fallback()
                .orElseThrow(
                    () ->
                        new ConfigurationException(
                            "%s: '%s' is missing. %s Add a line '%s = ...'."
                                .formatted(file, key.key(), key.meaning(), key.key()))));
      }
    }
    return new Configuration(file.toAbsolutePath(), values);
  }

  public String text(ConfigurationKey key) {
    var value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " does not belong to the role of " + file);
    }
    return value;
  }

  public boolean isEmpty(ConfigurationKey key) {
    return text(key).isEmpty();
  }

  /// A whole number from `least` to `most`, both included.
  public long number(ConfigurationKey key, long least, long most) {
    try {
      var number = Long.parseLong(text(key));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "a whole number from %d to %d".formatted(least, most));
    }
    throw wrong(key, "a whole number from %d to %d".formatted(least, most));
  }

  public int port(ConfigurationKey key) {
    return Math.toIntExact(number(key, 0, 65535));
  }

  public URI url(ConfigurationKey key) {
    try {
      var url = URI.create(text(key));
      if ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(key, "a URL such as http://127.0.0.1:9045");
    }
    throw wrong(key, "a URL such as http://127.0.0.1:9045");
  }

  public Path path(ConfigurationKey key) {
    var folder = file.getParent();
    return folder == null ? Path.of(text(key)) : folder.resolve(text(key)).normalize();
  }

  /// Several folders, with commas between.
  public List<Path> paths(ConfigurationKey key) {
    var folder = file.getParent();
    return words(key).stream()
        .map(word -> folder == null ? Path.of(word) : folder.resolve(word).normalize())
        .toList();
  }

  /// Several whole numbers, with commas between.
  public List<Long> numbers(ConfigurationKey key, long least, long most) {
    var wanted = "whole numbers from %d to %d, with commas between".formatted(least, most);
    try {
      var numbers = words(key).stream().map(Long::valueOf).toList();
      if (numbers.stream().allMatch(number -> number >= least && number <= most)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, wanted);
    }
    throw wrong(key, wanted);
  }

  private List<String> words(ConfigurationKey key) {
    var words = Stream.of(text(key).split(",", -1)).map(String::strip).toList();
    if (words.stream().anyMatch(String::isEmpty)) {
      throw wrong(key, "one or several, with commas between");
    }
    return words;
  }

  public <E extends Enum<E>> E oneOf(ConfigurationKey key, Class<E> type) {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text(key))) {
        return constant;
      }
    }
    throw wrong(key, "one of " + java.util.Arrays.toString(type.getEnumConstants()));
  }

  /// First line of the file that the key names: how secrets are handed in.
  public String secret(ConfigurationKey key) {
    var secretFile = path(key);
    try (var lines = Files.lines(secretFile)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s: '%s' names %s, which cannot be read: %s."
              .formatted(file, key.key(), secretFile, e.getMessage()),
          e);
    }
  }

  private ConfigurationException wrong(ConfigurationKey key, String wanted) {
    return new ConfigurationException(
        "%s: '%s' is '%s', but must be %s. %s"
            .formatted(file, key.key(), text(key), wanted, key.meaning()));
  }

  private static String nearest(String word, Map<String, ConfigurationKey> known) {
    return known.keySet().stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .orElse("");
  }

  /// Levenshtein distance.
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(Math.min(above, row[j - 1]) + 1, change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
