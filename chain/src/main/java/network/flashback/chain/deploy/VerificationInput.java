package network.flashback.chain.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an explorer needs to compile a contract again and compare: solc's standard JSON input, with
/// every source that the contract imports and the settings of `foundry.toml`.
public final class VerificationInput {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern IMPORT =
      Pattern.compile("^\\s*import\\s+(?:[^;]*?\\sfrom\\s+)?\"([^\"]+)\"\\s*;", Pattern.MULTILINE);
  private static final String LIBRARY = "@openzeppelin/contracts/";
  private static final String LIBRARY_FOLDER = "node_modules/@openzeppelin/contracts/";
  private static final int OPTIMIZER_RUNS = 10_000;

  private final Path contracts;

  /// @param contracts the folder with `src` and, after `npm ci`, `node_modules`
  public VerificationInput(Path contracts) {
    this.contracts = contracts;
  }

  /// Writes `NAME.json` for each contract into the folder.
  ///
  /// @throws IOException when a source cannot be read
  public void write(Iterable<String> names, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var name : names) {
      Files.writeString(folder.resolve(name + ".json"), of(name));
    }
  }

  /// The input for one contract, which is in the file of its name.
  public String of(String contract) throws IOException {
    var root = JSON.createObjectNode();
    root.put("language", "Solidity");
    var sources = root.putObject("sources");
    var file = fileOf(contract);
    closure(file).forEach((path, content) -> sources.putObject(path).put("content", content));
    settings(root.putObject("settings"));
    root.withObject("/settings/outputSelection")
        .putObject(file)
        .putArray(contract)
        .add("evm.bytecode.object");
    return root.toPrettyString() + "\n";
  }

  private static void settings(ObjectNode settings) {
    settings.put("evmVersion", "paris");
    settings.put("viaIR", false);
    settings.putObject("optimizer").put("enabled", true).put("runs", OPTIMIZER_RUNS);
    settings.putObject("metadata").put("bytecodeHash", "none").put("appendCBOR", false);
    settings.putArray("remappings").add(LIBRARY + "=" + LIBRARY_FOLDER);
  }

  private String fileOf(String contract) throws IOException {
    try (Stream<Path> files = Files.walk(contracts.resolve("src"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(contract + ".sol"))
          .map(file -> slashed(contracts.relativize(file)))
          .findFirst()
          .orElseThrow(
              () ->
                  new IOException(
                      "There is no %s.sol below %s. The sources belong beside the program: run it by ./flashback of a checkout."
                          .formatted(contract, contracts.resolve("src"))));
    }
  }

  /// The file and all that it imports, by the names under which the compiler knows them.
  private Map<String, String> closure(String file) throws IOException {
    var sources = new TreeMap<String, String>();
    var waiting = new ArrayDeque<String>();
    waiting.add(file);
    while (!waiting.isEmpty()) {
      var path = waiting.remove();
      if (sources.containsKey(path)) {
        continue;
      }
      var source = read(path);
      sources.put(path, source);
      var imports = IMPORT.matcher(source);
      while (imports.find()) {
        waiting.add(resolved(path, imports.group(1)));
      }
    }
    return sources;
  }

  private String read(String path) throws IOException {
    var file = contracts.resolve(path);
    if (!Files.exists(file)) {
      throw new IOException(
          "The source %s is missing. Run `npm --prefix contracts ci --ignore-scripts`, which brings the libraries."
              .formatted(file));
    }
    return Files.readString(file);
  }

  private static String resolved(String importer, String imported) {
    if (imported.startsWith(LIBRARY)) {
      return LIBRARY_FOLDER + imported.substring(LIBRARY.length());
    }
    return slashed(Path.of(importer).resolveSibling(imported).normalize());
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }
}
