package network.flashback.app.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;

/// Writes the configuration file of one member, each line with its meaning above it.
final class ConfigurationFile {
  private final Role role;
  private final EnumMap<ConfigurationKey, String> values = new EnumMap<>(ConfigurationKey.class);

  ConfigurationFile(Role role) {
    this.role = role;
  }

  ConfigurationFile set(ConfigurationKey key, Object value) {
    if (!key.belongsTo(role)) {
      throw new IllegalArgumentException(key.key() + " is no key of the role " + role.word());
    }
    values.put(key, value.toString());
    return this;
  }

  void write(Path file) {
    var text = new StringBuilder("# Written by `flashback up`; changed at its next start.\n");
    for (Map.Entry<ConfigurationKey, String> line : values.entrySet()) {
      text.append("\n# ").append(line.getKey().meaning()).append('\n');
      text.append(line.getKey().key()).append(" = ").append(line.getValue()).append('\n');
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Configuration " + file + " cannot be written.", e);
    }
  }
}
