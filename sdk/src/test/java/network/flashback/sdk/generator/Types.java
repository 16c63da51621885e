package network.flashback.sdk.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The Java types that schemas become.
final class Types {
  /// Names of enumerations that several records share; others are named by record and field.
  private static final Map<String, String> SHARED =
      Map.ofEntries(
          Map.entry("AgreementEntry.state", "AgreementState"),
          Map.entry("ApiKeyEntry.scopes", "Scope"),
          Map.entry("ApplicationChange.state", "ApplicationState"),
          Map.entry("CertificateEntry.state", "CertificateState"),
          Map.entry("DesignAnswer.together", "Wish"),
          Map.entry("HandedIn.kind", "DocumentKind"),
          Map.entry("InvitationEntry.role", "Role"),
          Map.entry("Leg.class", "StorageClass"),
          Map.entry("Manifest.scopes", "CertificateScope"),
          Map.entry("Need.of", "MemberSort"),
          Map.entry("Part.criterion", "Criterion"),
          Map.entry("PlanChoice.plan", "PlanKind"),
          Map.entry("ProviderEntry.status", "MemberStatus"),
          Map.entry("SlaEntry.state", "SlaState"));

  private static final List<String> RESERVED =
      List.of("class", "default", "enum", "record", "new", "public", "package", "import", "for");

  private final Map<List<String>, String> enumNames = new java.util.HashMap<>();
  private final SortedMap<String, List<String>> enums = new TreeMap<>();

  Types(ApiDocument document) {
    document
        .schemas()
        .forEach(
            (schema, description) ->
                description
                    .path("properties")
                    .properties()
                    .forEach(one -> collect(schema, one.getKey(), one.getValue())));
  }

  /// Enumerations with their constants, by name.
  SortedMap<String, List<String>> enums() {
    return enums;
  }

  /// The type of a schema's value.
  String of(JsonNode schema) {
    if (schema.has("$ref")) {
      var reference = schema.path("$ref").asText();
      return reference.substring(reference.lastIndexOf('/') + 1);
    }
    if (schema.has("oneOf") || schema.has("anyOf") || schema.has("allOf")) {
      throw new IllegalArgumentException("The generator knows no alternatives: " + schema);
    }
    if (schema.has("enum")) {
      return enumNames.getOrDefault(constants(schema), "String");
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> "long";
      case "boolean" -> "boolean";
      case "array" -> "List<" + boxed(of(schema.path("items"))) + ">";
      case "string" -> text(schema.path("pattern").asText());
      case "object" ->
          schema.path("additionalProperties").isObject()
              ? "Map<String, " + boxed(of(schema.path("additionalProperties"))) + ">"
              : "JsonNode";
      default -> "JsonNode";
    };
  }

  private static String text(String pattern) {
    return switch (pattern) {
      case "^[0-9]+$" -> "BigInteger";
      case "^0x[0-9a-fA-F]{40}$" -> "Address";
      case "^0x[0-9a-f]{64}$" -> "Bytes32";
      case "^0x([0-9a-f]{2})*$" -> "Bytes";
      default -> "String";
    };
  }

  /// The type of a parameter, by what its text must match.
  String ofParameter(String pattern) {
    var inner = pattern.replaceFirst("^\\^\\((.*)\\)\\$$", "$1");
    if (inner.matches("\\[0-9]\\{1,(\\d|1[0-8])}")) {
      return "Long";
    }
    if (inner.matches("\\[0-9](\\{1,\\d+}|\\+)")) {
      return "BigInteger";
    }
    if (inner.equals("true|false")) {
      return "Boolean";
    }
    if (inner.equals("0x[0-9a-fA-F]{40}")) {
      return "Address";
    }
    if (inner.matches("0x\\[0-9a-f(A-F)?]\\{64}")) {
      return "Bytes32";
    }
    return Optional.ofNullable(enumNames.get(List.of(inner.split("\\|", -1)))).orElse("String");
  }

  /// The type of a path's parameter: the document calls all of them text.
  static String inPath(String path, String name) {
    if (name.equals("hash") || name.equals("slaId") || path.startsWith("/v1/slas/")) {
      return "Bytes32";
    }
    if (name.equals("wallet")) {
      return "Address";
    }
    if (path.startsWith("/v1/providers/")) {
      return "long";
    }
    return path.startsWith("/v1/agreements/") ? "BigInteger" : "String";
  }

  static String boxed(String type) {
    return switch (type) {
      case "long" -> "Long";
      case "boolean" -> "Boolean";
      default -> type;
    };
  }

  static String unboxed(String type) {
    return switch (type) {
      case "Long" -> "long";
      case "Boolean" -> "boolean";
      default -> type;
    };
  }

  /// A name that Java takes.
  static String name(String wire) {
    return switch (wire) {
      case "class" -> "storageClass";
      default -> RESERVED.contains(wire) ? wire + "Value" : wire;
    };
  }

  static String constant(String wire) {
    return wire.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
  }

  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private void collect(String schema, String property, JsonNode description) {
    var inner = description;
    while (inner.has("items") || inner.path("additionalProperties").isObject()) {
      inner = inner.has("items") ? inner.path("items") : inner.path("additionalProperties");
    }
    if (inner.has("enum")) {
      var constants = constants(inner);
      var place = schema + "." + property;
      var known = enumNames.get(constants);
      if (known == null) {
        var name = SHARED.getOrDefault(place, schema + capital(property));
        enumNames.put(constants, name);
        enums.put(name, constants);
      }
    }
  }

  private static List<String> constants(JsonNode schema) {
    var all = new ArrayList<String>();
    schema.path("enum").forEach(one -> all.add(one.asText()));
    return List.copyOf(all);
  }
}
