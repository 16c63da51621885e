package network.flashback.sdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.flashback.sdk.FlashbackClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the SDK to the API's document: -Dflashback.golden.write=true writes what is generated
/// again.
class GeneratedSourcesTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "api", "openapi.json");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String HAND_WRITTEN = "package-info.java";

  private static ApiDocument document;

  @BeforeAll
  static void read() throws IOException {
    document = ApiDocument.read(DOCUMENT);
  }

  @Test
  void recordsAndOperationsAreThoseOfTheDocument() throws IOException {
    var generated = generated();
    if (Boolean.getBoolean("flashback.golden.write")) {
      for (var stale : checkedIn().keySet()) {
        Files.delete(SOURCES.resolve(stale));
      }
      for (var source : generated.entrySet()) {
        Files.writeString(SOURCES.resolve(source.getKey()), source.getValue());
      }
    }
    assertThat(checkedIn())
        .as(
            "the SDK's generated sources are stale: run this test with -Dflashback.golden.write=true, and look at the difference")
        .isEqualTo(generated);
  }

  @Test
  void everyOperationHasAMethod() {
    var methods =
        Arrays.stream(FlashbackClient.class.getMethods())
            .filter(method -> method.getReturnType().getSimpleName().endsWith("Api"))
            .flatMap(method -> Arrays.stream(method.getReturnType().getDeclaredMethods()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(document.operations())
        .isNotEmpty()
        .allSatisfy(operation -> assertThat(methods).contains(operation.id()));
  }

  @Test
  void everySchemaIsARecordWithAllItsMembers() throws ClassNotFoundException {
    for (var schema : document.schemas().entrySet()) {
      var record = Class.forName(Records.PACKAGE + "." + schema.getKey());
      assertThat(record.getRecordComponents())
          .as(schema.getKey())
          .hasSize(schema.getValue().path("properties").size());
    }
  }

  private static Map<String, String> generated() {
    var sources = new TreeMap<String, String>();
    var types = new Types(document);
    var records = new Records(document, types);
    document
        .schemas()
        .forEach((name, schema) -> sources.put(model(name), records.record(name, schema)));
    types.enums().forEach((name, all) -> sources.put(model(name), records.enumeration(name, all)));
    document.operations().stream()
        .filter(operation -> !operation.query().isEmpty())
        .forEach(
            operation ->
                sources.put(model(Records.queryName(operation)), records.query(operation)));
    new Groups(document, types)
        .all()
        .forEach((name, text) -> sources.put(path(Groups.PACKAGE, name), text));
    return sources;
  }

  private static Map<String, String> checkedIn() throws IOException {
    var sources = new TreeMap<String, String>();
    for (var inside : new String[] {Groups.PACKAGE, Records.PACKAGE}) {
      var folder = SOURCES.resolve(inside.replace('.', '/'));
      try (var files = Files.list(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var name = String.valueOf(file.getFileName());
          var isGenerated =
              inside.equals(Records.PACKAGE)
                  ? !name.equals(HAND_WRITTEN)
                  : name.endsWith("Api.java");
          if (isGenerated) {
            sources.put(SOURCES.relativize(file).toString(), Files.readString(file));
          }
        }
      }
    }
    return sources;
  }

  private static String model(String name) {
    return path(Records.PACKAGE, name);
  }

  private static String path(String inside, String name) {
    return Path.of(inside.replace('.', '/'), name + ".java").toString();
  }
}
