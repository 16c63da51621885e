package network.flashback.sdk.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes a record for each schema, for each enumeration, and for the wishes of each query.
final class Records {
  static final String PACKAGE = "network.flashback.sdk.model";

  /// What must not be shown by accident.
  private static final Pattern SECRET = Pattern.compile("(?i)(secret|token|key|apiKey)");

  private final Types types;
  private final Set<String> sent;

  /// One member of a record.
  ///
  /// @param type as declared when it must be there
  private record Member(String wire, String type, boolean required, String description) {
    String name() {
      return Types.name(wire);
    }

    String declared() {
      return required ? type : "@Nullable " + Types.boxed(type);
    }

    boolean isList() {
      return type.startsWith("List<");
    }

    boolean isMap() {
      return type.startsWith("Map<");
    }

    boolean isPrimitive() {
      return type.equals("long") || type.equals("boolean");
    }

    boolean isSecret() {
      return type.equals("String") && SECRET.matcher(wire).matches();
    }
  }

  Records(ApiDocument document, Types types) {
    this.types = types;
    this.sent = sent(document);
  }

  /// Schemas that programs fill: bodies of requests and what lies in them, and the problem that
  /// stands for a proxy's answer.
  private static Set<String> sent(ApiDocument document) {
    var found = new HashSet<>(Set.of("Problem"));
    var open = new ArrayDeque<JsonNode>();
    document.operations().forEach(one -> one.body().ifPresent(open::add));
    while (!open.isEmpty()) {
      for (var reference : open.remove().findValuesAsText("$ref")) {
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        var schema = document.schemas().get(name);
        if (found.add(name) && schema != null) {
          open.add(schema);
        }
      }
    }
    return found;
  }

  String record(String name, JsonNode schema) {
    var required = new ArrayList<String>();
    schema.path("required").forEach(one -> required.add(one.asText()));
    var members = new ArrayList<Member>();
    for (var one : schema.path("properties").properties()) {
      members.add(
          new Member(
              one.getKey(),
              types.of(one.getValue()),
              required.contains(one.getKey()),
              one.getValue().path("description").asText()));
    }
    var said = schema.path("description").asText();
    var meaning = said.isEmpty() ? words(name) + " as the API shows it." : said;
    return record(name, meaning, members, sent.contains(name) ? "of" : "");
  }

  /// The wishes of a query: all of them may be left out.
  String query(ApiDocument.Operation operation) {
    var members =
        operation.query().stream()
            .map(
                one ->
                    new Member(
                        one.name(), types.ofParameter(one.pattern()), false, one.description()))
            .toList();
    return record(
        queryName(operation),
        "What `" + operation.id() + "` is asked for; what is null is not asked for.",
        members,
        "all");
  }

  static String queryName(ApiDocument.Operation operation) {
    return Types.capital(operation.id()) + "Query";
  }

  String enumeration(String name, List<String> constants) {
    var text = new SourceText(PACKAGE);
    text.doc("", words(name) + ", one of a fixed set of words.");
    text.line("public enum " + name + " {");
    for (var constant : constants) {
      text.line("  @JsonProperty(\"" + constant + "\")");
      text.line("  " + Types.constant(constant) + ",");
      text.blank();
    }
    text.doc("  ", "A word that is newer than this SDK. It is never sent.");
    text.line("  @JsonEnumDefaultValue");
    text.line("  UNKNOWN_TO_THIS_SDK");
    text.line("}");
    return text.text();
  }

  private static String record(String name, String meaning, List<Member> members, String factory) {
    var text = new SourceText(PACKAGE);
    text.doc("", meaning);
    var described = members.stream().filter(one -> !one.description().isEmpty()).toList();
    if (!described.isEmpty()) {
      text.line("///");
    }
    described.forEach(one -> text.tag("", "@param " + one.name(), one.description()));
    text.line("public record " + name + "(");
    for (var i = 0; i < members.size(); i++) {
      var member = members.get(i);
      text.line(
          "    "
              + annotation(member)
              + " "
              + member.declared()
              + " "
              + member.name()
              + (i + 1 < members.size() ? "," : ") {"));
    }
    compact(text, name, members);
    var optional = members.stream().filter(one -> !one.required()).toList();
    if (!factory.isEmpty() && !optional.isEmpty()) {
      factory(text, name, members, factory);
      optional.forEach(one -> wither(text, name, members, one));
    }
    if (members.stream().anyMatch(Member::isSecret)) {
      shown(text, name, members);
    }
    text.line("}");
    return text.text();
  }

  private static String annotation(Member member) {
    return member.required()
        ? "@JsonProperty(value = \"" + member.wire() + "\", required = true)"
        : "@JsonProperty(\"" + member.wire() + "\")";
  }

  /// Nobody changes a list or a map afterwards, and nothing that must be there is missing.
  private static void compact(SourceText text, String name, List<Member> members) {
    var statements = members.stream().map(Records::checked).filter(one -> !one.isEmpty()).toList();
    if (!statements.isEmpty()) {
      text.line("  public " + name + " {");
      statements.forEach(one -> text.line("    " + one));
      text.line("  }");
    }
  }

  private static String checked(Member member) {
    var name = member.name();
    if (member.isList() || member.isMap()) {
      var copy = (member.isList() ? "List" : "Map") + ".copyOf(" + name + ");";
      return name + " = " + (member.required() ? copy : name + " == null ? null : " + copy);
    }
    return member.required() && !member.isPrimitive()
        ? "requireNonNull(" + name + ", \"" + member.wire() + "\");"
        : "";
  }

  private static void factory(SourceText text, String name, List<Member> members, String called) {
    var needed = members.stream().filter(Member::required).toList();
    text.blank();
    text.doc(
        "  ",
        needed.isEmpty() ? "Nothing in particular." : "With what must be there, and nothing else.");
    text.line("  public static " + name + " " + called + (needed.isEmpty() ? "() {" : "("));
    for (var i = 0; i < needed.size(); i++) {
      var one = needed.get(i);
      text.line("      " + one.type() + " " + one.name() + (i + 1 < needed.size() ? "," : ") {"));
    }
    construct(text, name, members, member -> member.required() ? member.name() : "null");
    text.line("  }");
  }

  private static void wither(SourceText text, String name, List<Member> members, Member changed) {
    text.blank();
    text.doc(
        "  ",
        "The same with this. " + (changed.description().isEmpty() ? "" : changed.description()));
    text.line(
        "  public "
            + name
            + " with"
            + Types.capital(changed.name())
            + "("
            + Types.unboxed(changed.type())
            + " "
            + changed.name()
            + ") {");
    construct(text, name, members, Member::name);
    text.line("  }");
  }

  private static void construct(
      SourceText text,
      String name,
      List<Member> members,
      java.util.function.Function<Member, String> value) {
    text.line("    return new " + name + "(");
    var line = new StringBuilder("       ");
    for (var i = 0; i < members.size(); i++) {
      var next = " " + value.apply(members.get(i)) + (i + 1 < members.size() ? "," : ");");
      if (line.length() + next.length() > SourceText.COLUMNS) {
        text.line(line.toString());
        line = new StringBuilder("       ");
      }
      line.append(next);
    }
    text.line(line.toString());
  }

  private static void shown(SourceText text, String name, List<Member> members) {
    text.blank();
    text.doc("  ", "Without its secrets, so that it may be logged.");
    text.line("  @Override");
    text.line("  public String toString() {");
    text.line("    return \"" + name + "[\"");
    for (var i = 0; i < members.size(); i++) {
      var member = members.get(i);
      var label = (i > 0 ? ", " : "") + member.name() + "=";
      text.line(
          "        + \"" + label + (member.isSecret() ? "(secret)\"" : "\" + " + member.name()));
    }
    text.line("        + \"]\";");
    text.line("  }");
  }

  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }
}
