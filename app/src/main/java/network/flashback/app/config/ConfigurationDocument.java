package network.flashback.app.config;

import java.util.Arrays;

/// docs/configuration.md: every key of every role, generated from [ConfigurationKey].
public final class ConfigurationDocument {
  private ConfigurationDocument() {}

  /// The whole document in Markdown.
  public static String text() {
    var text = new StringBuilder();
    text.append("# Configuration\n\n");
    text.append("Each role reads one properties file: `flashback ROLE --config FILE`. ");
    text.append("A key that the role does not know is an error. ");
    text.append("Relative paths start at the file's folder. ");
    text.append("`flashback up` writes these files for a whole network.\n\n");
    text.append("Generated from `ConfigurationKey`; a test holds both together.\n");
    Arrays.stream(Role.values()).forEach(role -> append(text, role));
    return text.toString();
  }

  private static void append(StringBuilder text, Role role) {
    text.append("\n## ").append(role.word()).append("\n\n");
    text.append("| key | default | meaning |\n|---|---|---|\n");
    for (var key : ConfigurationKey.of(role)) {
      text.append("| `").append(key.key()).append("` | ");
      text.append(
          key.fallback()
              .map(value -> value.isEmpty() ? "(empty)" : "`" + value + "`")
              .orElse("required"));
      text.append(" | ").append(key.meaning()).append(" |\n");
    }
  }
}
