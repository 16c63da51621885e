package network.flashback.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A measurement in a process of its own, compiled as gateways and nodes are: commands of the
/// launcher run without the optimising compiler.
///
/// The process prints `name TAB figure` lines; what it says of its progress goes through.
public final class OwnProcess {
  private OwnProcess() {}

  /// Runs the main method of a class to its end.
  ///
  /// @return figures by name, in the order in which they were printed
  /// @throws IOException when it fails; its own words are on standard error by then
  public static Map<String, String> run(Class<?> measurement, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx4g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(measurement.getName());
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var figures = new LinkedHashMap<String, String>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var fields = line.split("\t", 2);
        if (fields.length != 2) {
          throw new IOException(measurement.getName() + " printed what is no figure: " + line);
        }
        figures.put(fields[0], fields[1]);
      }
    } finally {
      process.toHandle().destroy();
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d; what it said is above.".formatted(measurement, status));
    }
    return figures;
  }
}
