package network.flashback.sdk.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.sdk.generator.ApiDocument.Operation;

/// Writes one class of operations for each subject of the API, and the class that has all of them.
final class Groups {
  static final String PACKAGE = "network.flashback.sdk";

  private final ApiDocument document;
  private final Types types;

  Groups(ApiDocument document, Types types) {
    this.document = document;
    this.types = types;
  }

  /// Source texts by the name of their class.
  Map<String, String> all() {
    var bySubject = new TreeMap<String, List<Operation>>();
    for (var operation : document.operations()) {
      bySubject.computeIfAbsent(operation.subject(), subject -> new ArrayList<>()).add(operation);
    }
    var sources = new TreeMap<String, String>();
    bySubject.forEach(
        (subject, operations) -> sources.put(className(subject), group(subject, operations)));
    sources.put("WholeApi", whole(bySubject.keySet().stream().toList()));
    return sources;
  }

  static String className(String subject) {
    return Types.capital(subject) + "Api";
  }

  private static String whole(List<String> subjects) {
    var text = new SourceText(PACKAGE);
    text.doc("", "The operations of the API, by what they are about.");
    text.line("abstract sealed class WholeApi permits FlashbackClient {");
    for (var subject : subjects) {
      text.line("  private final " + className(subject) + " " + subject + ";");
    }
    text.blank();
    text.line("  WholeApi(Calls calls) {");
    for (var subject : subjects) {
      text.line("    this." + subject + " = new " + className(subject) + "(calls);");
    }
    text.line("  }");
    for (var subject : subjects) {
      text.blank();
      text.doc("  ", "Operations about " + subject + ".");
      text.line("  public final " + className(subject) + " " + subject + "() {");
      text.line("    return " + subject + ";");
      text.line("  }");
    }
    return text.line("}").text();
  }

  private String group(String subject, List<Operation> operations) {
    var text = new SourceText(PACKAGE);
    text.doc("", "Operations about " + subject + ", as docs/api/openapi.json describes them.");
    text.line("public final class " + className(subject) + " {");
    text.line("  private final Calls calls;");
    text.blank();
    text.line("  " + className(subject) + "(Calls calls) {");
    text.line("    this.calls = calls;");
    text.line("  }");
    for (var operation : operations) {
      single(text, operation);
      rows(operation).ifPresent(rows -> stream(text, operation, rows));
    }
    return text.line("}").text();
  }

  private void single(SourceText text, Operation operation) {
    var answer = operation.answer().map(types::of);
    var returned = operation.streams() ? "EventStream" : answer.orElse("void");
    heading(text, operation, operation.summary());
    if (operation.streams()) {
      text.tag("  ", "@param after", "id of the last event that was seen; null to begin now");
    }
    signature(text, operation, returned, operation.id());
    call(text, operation);
    if (operation.streams()) {
      text.line("    return calls.stream(call, after);");
    } else if (answer.isPresent()) {
      text.line("    return calls.send(call, " + answer.get() + ".class);");
    } else {
      text.line("    calls.send(call);");
    }
    text.line("  }");
    answer.ifPresent(type -> importing(text, type));
    operation.body().map(types::of).ifPresent(type -> importing(text, type));
    if (!operation.query().isEmpty()) {
      importing(text, Records.queryName(operation));
    }
  }

  /// Rows of all pages, as a stream.
  ///
  /// @param rows name of the page's list
  private void stream(SourceText text, Operation operation, String rows) {
    var page = types.of(operation.answer().orElseThrow());
    var list =
        Objects.requireNonNull(document.schemas().get(page), page).path("properties").path(rows);
    var row = types.of(list).replaceFirst("^List<(.*)>$", "$1");
    importing(text, row);
    heading(
        text,
        operation,
        operation.summary()
            + " All pages, one after another: each is asked for when the stream comes to it.");
    signature(text, operation, "Stream<" + row + ">", streamName(operation));
    text.line("    return Pages.rows(");
    text.line("        query.cursor(),");
    text.line(
        "        cursor -> "
            + operation.id()
            + "("
            + arguments(operation, "cursor == null ? query : query.withCursor(cursor)")
            + "),");
    text.line("        " + page + "::" + Types.name(rows) + ",");
    text.line("        " + page + "::next);");
    text.line("  }");
  }

  static String streamName(Operation operation) {
    return operation.id().startsWith("list")
        ? "all" + operation.id().substring("list".length())
        : operation.id() + "OfAllPages";
  }

  /// Name of the list that an operation's pages hold; none where it has no pages.
  private Optional<String> rows(Operation operation) {
    var paged = operation.query().stream().anyMatch(one -> one.name().equals("cursor"));
    if (!paged || operation.answer().isEmpty()) {
      return Optional.empty();
    }
    var schema = document.schemas().get(types.of(operation.answer().get()));
    if (schema == null || !schema.path("properties").has("next")) {
      return Optional.empty();
    }
    var lists =
        schema.path("properties").properties().stream()
            .filter(one -> one.getValue().path("type").asText().equals("array"))
            .map(Map.Entry::getKey)
            .toList();
    return lists.size() == 1 ? Optional.of(lists.getFirst()) : Optional.empty();
  }

  private static void heading(SourceText text, Operation operation, String summary) {
    text.blank();
    text.doc("  ", summary);
    text.line("  ///");
    text.doc("  ", "`" + operation.method() + " " + operation.path() + "`");
    text.line("  ///");
    text.tag(
        "  ",
        "@throws FlashbackException",
        "when there is no good answer; refused is it as "
            + String.join(", ", operation.errors().keySet()));
  }

  private void signature(SourceText text, Operation operation, String returned, String name) {
    var parameters = new ArrayList<String>();
    operation
        .inPath()
        .forEach(
            one ->
                parameters.add(
                    Types.inPath(operation.path(), one.name()) + " " + Types.name(one.name())));
    if (!operation.query().isEmpty()) {
      parameters.add(Records.queryName(operation) + " query");
    }
    operation.body().ifPresent(body -> parameters.add(types.of(body) + " body"));
    if (operation.streams()) {
      parameters.add("@Nullable String after");
    }
    text.line("  public " + returned + " " + name + "(" + String.join(", ", parameters) + ") {");
  }

  private static String arguments(Operation operation, String query) {
    var all = new ArrayList<String>();
    operation.inPath().forEach(one -> all.add(Types.name(one.name())));
    all.add(query);
    return String.join(", ", all);
  }

  private static void call(SourceText text, Operation operation) {
    text.line("    var call =");
    text.line(
        "        Call."
            + operation.method().toLowerCase(Locale.ROOT)
            + "(\""
            + operation.path()
            + "\")");
    for (var one : operation.inPath()) {
      text.line("            .at(\"" + one.name() + "\", " + Types.name(one.name()) + ")");
    }
    for (var one : operation.query()) {
      text.line(
          "            .with(\"" + one.name() + "\", query." + Types.name(one.name()) + "())");
    }
    if (operation.body().isPresent()) {
      text.line("            .body(body)");
    }
    if (operation.repeatable()) {
      text.line("            .repeatable()");
    }
    text.line("            .done();");
  }

  private static void importing(SourceText text, String type) {
    var simple = type.replaceFirst("^(List|Stream)<(.*)>$", "$2");
    if (!List.of("JsonNode", "String", "long", "boolean", "BigInteger").contains(simple)) {
      text.importing(Records.PACKAGE + "." + simple);
    }
  }
}
