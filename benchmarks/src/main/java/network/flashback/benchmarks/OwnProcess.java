package network.flashback.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A measurement in a process of its own, compiled as gateways and nodes are: commands of the
/// launcher run without the optimising compiler.
///
/// The process prints `name TAB figure` lines; what it says of its progress goes through.
public final class OwnProcess {
  private static final String INCUBATOR_WARNING = "WARNING: Using incubator modules";

  private OwnProcess() {}

  /// Runs the main method of a class to its end.
  ///
  /// @return figures by name, in the order in which they were printed
  /// @throws IOException when it fails; its own words are on standard error by then
  public static Map<String, String> run(Class<?> measurement, List<String> arguments)
      throws IOException, InterruptedException {
    return run(List.of(), measurement, arguments);
  }

  /// Like [#run], with more options for the JVM.
  public static Map<String, String> run(
      List<String> options, Class<?> measurement, List<String> arguments)
      throws IOException, InterruptedException {
    var failures = new ArrayList<String>();
    var figures = run(options, measurement, arguments, failures::add);
    if (!failures.isEmpty()) {
      throw new IOException(failures.getFirst());
    }
    return figures;
  }

  /// Like [#run], but what was printed before it failed is worth something.
  ///
  /// @param failures told when it fails
  public static Map<String, String> run(
      Class<?> measurement, List<String> arguments, Consumer<String> failures)
      throws IOException, InterruptedException {
    return run(List.of(), measurement, arguments, failures);
  }

  private static Map<String, String> run(
      List<String> options, Class<?> measurement, List<String> arguments, Consumer<String> failures)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx4g"));
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(measurement.getName());
    command.addAll(arguments);
    var process = new ProcessBuilder(command).start();
    var errors = Thread.ofVirtual().start(() -> passOn(process));
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
    errors.join();
    if (status != 0) {
      failures.accept(
          "%s ended with status %d; what it said is above."
              .formatted(measurement.getName(), status));
    }
    return figures;
  }

  /// What the process says on standard error, without the JDK's own words about its incubator.
  private static void passOn(Process process) {
    try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .filter(line -> !line.startsWith(INCUBATOR_WARNING))
          .forEach(System.err::println);
    } catch (IOException | UncheckedIOException ended) {
      // The process is gone, and with it whatever it wanted to say.
    }
  }
}
