package network.flashback.chain.anvil;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.flashback.chain.ChainException;

/// A running anvil: an EVM chain of its own for development and tests (chain id 31337).
public final class Anvil implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening on (\\S+):(\\d+)");
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Process process;
  private final URI rpc;

  /// Where anvil lays down old states: in the user's own folder, unless told, and it leaves them
  /// there.
  private final Path states;

  private Anvil(Process process, URI rpc, Path states) {
    this.process = process;
    this.rpc = rpc;
    this.states = states;
  }

  /// How to start it.
  ///
  /// @param port 0 takes any free one
  /// @param state file that keeps the chain between two starts, written every second; none keeps
  ///   nothing
  /// @param blockTime pause between two blocks; none makes a block for each transaction at once
  /// @param more options of anvil's own, such as a chain id or the rules of an older fork
  public record Options(
      int port, Optional<Path> state, Optional<Duration> blockTime, List<String> more) {
    public static final Options FRESH =
        new Options(0, Optional.empty(), Optional.empty(), List.of());

    public Options {
      more = List.copyOf(more);
    }

    /// The same with these options of anvil's own.
    public Options with(String... further) {
      List<String> all = new ArrayList<>(more);
      all.addAll(List.of(further));
      return new Options(port, state, blockTime, all);
    }

    List<String> arguments() {
      List<String> arguments =
          new ArrayList<>(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
      state.ifPresent(
          file ->
              arguments.addAll(
                  List.of(
                      "--state",
                      file.toString(),
                      "--state-interval",
                      "1",
                      "--preserve-historical-states")));
      blockTime.ifPresent(
          pause ->
              arguments.addAll(
                  List.of("--block-time", Double.toString(pause.toMillis() / 1000.0))));
      arguments.addAll(more);
      return arguments;
    }
  }

  /// Starts the program and returns when it takes requests. Its output goes line by line to
  /// `output`.
  public static Anvil start(Path program, Options options, Consumer<String> output)
      throws IOException {
    Path states = Files.createTempDirectory("anvil-states");
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--cache-path", states.toString()));
    command.addAll(options.arguments());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    List<String> seen = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      output.accept(line);
      seen.add(line);
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().name("anvil-output").start(() -> drain(reader, output));
        URI rpc = URI.create("http://" + listening.group(1) + ":" + listening.group(2));
        return new Anvil(process, rpc, states);
      }
    }
    throw new ChainException(
        "anvil did not start: "
            + (seen.isEmpty() ? "it said nothing" : seen.getLast())
            + ". Is port "
            + options.port()
            + " taken by another program?");
  }

  /// Finds the program: the system property `flashback.anvil`, or what `npm ci` put into contracts/
  /// here or in a folder above.
  public static Path program() {
    String configured = System.getProperty("flashback.anvil");
    if (configured != null) {
      return Path.of(configured);
    }
    Path relative = Path.of("contracts", "node_modules", ".bin", "anvil");
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve(relative);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new ChainException(
        "anvil is not installed: there is no "
            + relative
            + " here or in a folder above. Run `npm ci --ignore-scripts` in contracts/, or name the program by -Dflashback.anvil=PATH.");
  }

  public URI rpc() {
    return rpc;
  }

  Path states() {
    return states;
  }

  public long processId() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    remove(states);
  }

  private static void remove(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // A process that ends late may write once more: the folder is a temporary one.
      folder.toFile().deleteOnExit();
    }
  }

  private static void drain(BufferedReader reader, Consumer<String> output) {
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.accept(line);
      }
    } catch (IOException closed) {
      output.accept("anvil's output ended: " + closed.getMessage());
    }
  }
}
