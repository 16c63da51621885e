package network.flashback.sdk.generator;

import java.util.Map;
import java.util.TreeSet;

/// The text of one generated class: its body, and the imports that the body needs.
final class SourceText {
  static final int COLUMNS = 100;

  private static final Map<String, String> HOMES =
      Map.ofEntries(
          Map.entry("Address", "network.flashback.evm.Address"),
          Map.entry("BigInteger", "java.math.BigInteger"),
          Map.entry("Bytes", "network.flashback.evm.Bytes"),
          Map.entry("Bytes32", "network.flashback.evm.Bytes32"),
          Map.entry(
              "JsonEnumDefaultValue", "com.fasterxml.jackson.annotation.JsonEnumDefaultValue"),
          Map.entry("JsonNode", "com.fasterxml.jackson.databind.JsonNode"),
          Map.entry("JsonProperty", "com.fasterxml.jackson.annotation.JsonProperty"),
          Map.entry("List", "java.util.List"),
          Map.entry("Map", "java.util.Map"),
          Map.entry("Nullable", "org.jspecify.annotations.Nullable"),
          Map.entry("Stream", "java.util.stream.Stream"));

  private final String inside;
  private final TreeSet<String> imports = new TreeSet<>();
  private final StringBuilder body = new StringBuilder();

  /// Empty text of a class in `inside`, a package.
  SourceText(String inside) {
    this.inside = inside;
  }

  SourceText line(String line) {
    body.append(line).append('\n');
    return this;
  }

  SourceText blank() {
    return line("");
  }

  /// A doc comment, in lines that are short enough.
  SourceText doc(String indent, String text) {
    return doc(indent, text, "");
  }

  private SourceText doc(String indent, String text, String hanging) {
    var line = new StringBuilder(indent + "///");
    for (var word : text.strip().replace("@", "\\@").split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        line(line.toString());
        line = new StringBuilder(indent + "///" + hanging);
      }
      line.append(' ').append(word);
    }
    return line(line.toString());
  }

  /// A tag of a doc comment, such as `@param limit`.
  SourceText tag(String indent, String tag, String text) {
    var lines = new SourceText(inside).doc(indent, tag.substring(1) + " " + text, "    ");
    body.append(lines.body.toString().replaceFirst("/// ", "/// @"));
    return this;
  }

  /// An import beside those of the types that are known here.
  SourceText importing(String type) {
    imports.add(type);
    return this;
  }

  String text() {
    var code = body.toString().lines().filter(line -> !line.strip().startsWith("///")).toList();
    HOMES.forEach(
        (name, home) -> {
          var use = java.util.regex.Pattern.compile("(?<![\\w.])" + name + "\\b");
          if (code.stream().anyMatch(line -> use.matcher(line).find())) {
            imports.add(home);
          }
        });
    var text =
        new StringBuilder("// Generated from docs/api/openapi.json: see docs/sdk/README.md.\n");
    text.append("package ").append(inside).append(";\n\n");
    if (code.stream().anyMatch(line -> line.contains("requireNonNull("))) {
      text.append("import static java.util.Objects.requireNonNull;\n\n");
    }
    imports.forEach(one -> text.append("import ").append(one).append(";\n"));
    return text.append(imports.isEmpty() ? "" : "\n").append(body).toString();
  }
}
