package network.flashback.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import network.flashback.sdk.ApiOperation;
import network.flashback.sdk.FlashbackClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback api [OPERATION]`: any operation of a platform's API; without one, all of them.
@Command(
    name = "api",
    description = {
      "Call any operation of a platform's API; without OPERATION, list them with their parameters.",
      "docs/cli.md shows which other command does the same for people."
    },
    mixinStandardHelpOptions = true)
public final class ApiCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final int KEY_BYTES_MAX = 1_000;
  private static final String STANDARD_INPUT = "-";

  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Parameters(index = "0", arity = "0..1", paramLabel = "OPERATION", description = "Its name.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "Parameters of its path and query.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--body",
      paramLabel = "FILE",
      description = "JSON that is sent along; - for standard input.")
  private @Nullable String body;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File whose first line is an API key, or the token of a session.")
  private @Nullable Path keyFile;

  @Option(names = "--json", description = "Print the API's answer as it is.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    if (name == null) {
      ApiOperation.all().forEach(one -> out.println(told(one)));
      out.flush();
      return 0;
    }
    var operation = operation(name);
    var builder = FlashbackClient.at(platform.address());
    if (keyFile != null) {
      builder.apiKey(firstLine(keyFile));
    }
    try (var client = builder.build()) {
      var answer = client.perform(operation, parameters, body == null ? null : document(body));
      if (json) {
        out.println(answer.toPrettyString());
      } else {
        JsonTable.print(answer, out);
      }
      out.flush();
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private ApiOperation operation(String wanted) {
    try {
      return ApiOperation.named(wanted);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(
          spec.commandLine(), unknown.getMessage() + " 'flashback api' lists them.");
    }
  }

  private static String told(ApiOperation operation) {
    var parameters =
        operation.parameters().stream()
            .map(one -> one.inPath() ? one.name() + "=..." : "[" + one.name() + "=...]")
            .collect(Collectors.joining(" "));
    return "%-20s %s%n    %s%s"
        .formatted(
            operation.id(),
            operation.summary(),
            parameters,
            operation.takesBody() ? "--body FILE" : "")
        .stripTrailing();
  }

  private JsonNode document(String file) throws IOException {
    var text =
        file.equals(STANDARD_INPUT)
            ? System.in.readNBytes(BODY_BYTES_MAX + 1)
            : readUpTo(Path.of(file), BODY_BYTES_MAX + 1);
    if (text.length > BODY_BYTES_MAX) {
      throw wrong("%s is longer than a body may be (1 MiB).".formatted(file));
    }
    try {
      var document = JSON.readTree(text);
      if (document != null && document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException malformed) {
      // Said below, together with what is JSON and no object.
    }
    throw wrong("%s holds no JSON object.".formatted(file));
  }

  private static byte[] readUpTo(Path file, int bytes) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return stream.readNBytes(bytes);
    }
  }

  private String firstLine(Path file) throws IOException {
    var text = new String(readUpTo(file, KEY_BYTES_MAX), UTF_8);
    return text.lines()
        .findFirst()
        .map(String::strip)
        .orElseThrow(() -> wrong(file + " is empty: its first line is the key."));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
