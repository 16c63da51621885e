package network.flashback.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import network.flashback.chain.DurableFiles;

/// Writes the configuration file of one process, each line with its meaning above it.
public final class ConfigurationFile {
  private final Role role;
  private final String heading;
  private final EnumMap<ConfigurationKey, String> values = new EnumMap<>(ConfigurationKey.class);

  /// @param heading who writes the file, and what becomes of it
  public ConfigurationFile(Role role, String heading) {
    this.role = role;
    this.heading = heading;
  }

  public ConfigurationFile set(ConfigurationKey key, Object value) {
    if (!key.belongsTo(role)) {
      throw new IllegalArgumentException(key.key() + " is no key of the role " + role.word());
    }
    values.put(key, value.toString());
    return this;
  }

  /// What the file holds.
  public String text() {
    var text = new StringBuilder("# " + heading + "\n");
    for (Map.Entry<ConfigurationKey, String> line : values.entrySet()) {
      text.append("\n# ").append(line.getKey().meaning()).append('\n');
      text.append(line.getKey().key()).append(" = ").append(line.getValue()).append('\n');
    }
    return text.toString();
  }

  /// Writes the file at once or not at all.
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      DurableFiles.write(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException("Configuration " + file + " cannot be written.", e);
    }
  }
}
