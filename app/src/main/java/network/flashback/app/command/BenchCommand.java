package network.flashback.app.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.RowFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback bench`: the benchmarks, and the figures of one.
@Command(
    name = "bench",
    description = {
      "Measure. Without a name: list the benchmarks, what each measures and how long it takes.",
      "Figures go to standard output, all that could be had. Exit code: 0 when that is all there"
          + " are, 1 when something could not be measured, which standard error says then."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final String NOBODY = "none";

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which benchmark to run.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print the figures as one JSON array and nothing else.")
  private boolean json;

  @Option(
      names = "--against",
      split = ",",
      paramLabel = "PEER",
      description = "Measure this program beside ours, in the same run; 'none' for ours alone.")
  private Set<String> against = Set.of();

  @Option(names = "--quick", description = "Measure little, to see that it works.")
  private boolean quick;

  @Spec private CommandSpec spec;

  private final Supplier<List<Benchmark>> found;
  private List<Benchmark> benchmarks = List.of();

  /// Knows every benchmark on the class path.
  public BenchCommand() {
    this(
        () ->
            ServiceLoader.load(Benchmark.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /// @param found asked only when the command runs: every command line makes every command
  BenchCommand(Supplier<List<Benchmark>> found) {
    this.found = found;
  }

  @Override
  public Integer call() throws Exception {
    benchmarks = found.get().stream().sorted(Comparator.comparing(Benchmark::name)).toList();
    if (name == null) {
      list();
      return 0;
    }
    var benchmark = chosen(name);
    if (quick && !benchmark.hasQuickRun()) {
      throw wrong("The benchmark '" + name + "' has no --quick run. Known benchmarks are: %s.");
    }
    // A benchmark may tell them from several threads.
    var failures = Collections.synchronizedList(new ArrayList<String>());
    var rows =
        benchmark.run(
            new BenchmarkSetting(
                NetworkOptions.home(), quick, peers(benchmark), this::tell, failures::add));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(RowFormat.json(rows));
    } else {
      RowFormat.table(rows).forEach(out::println);
    }
    out.flush();
    failures.forEach(failure -> spec.commandLine().getErr().println("Not measured: " + failure));
    spec.commandLine().getErr().flush();
    return failures.isEmpty() ? 0 : 1;
  }

  private void tell(String step) {
    var progress = spec.commandLine().getErr();
    progress.println(step + " ...");
    progress.flush();
  }

  private Optional<Set<String>> peers(Benchmark benchmark) {
    if (against.isEmpty()) {
      return Optional.empty();
    }
    if (against.equals(Set.of(NOBODY))) {
      return Optional.of(Set.of());
    }
    for (var peer : against) {
      if (!benchmark.peers().contains(peer)) {
        var known = new TreeSet<>(benchmark.peers());
        known.add(NOBODY);
        throw new ParameterException(
            spec.commandLine(),
            "The benchmark '%s' cannot be measured against '%s'. It can be against: %s."
                .formatted(benchmark.name(), peer, String.join(", ", known)));
      }
    }
    return Optional.of(against);
  }

  private void list() {
    if (json) {
      throw wrong("--json prints the figures of one benchmark, and none is named. Known are: %s.");
    }
    var out = spec.commandLine().getOut();
    int width = benchmarks.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    for (var benchmark : benchmarks) {
      out.println(
          benchmark.name()
              + " ".repeat(width - benchmark.name().length() + 2)
              + benchmark.description()
              + " Takes "
              + benchmark.takes()
              + ".");
    }
    out.flush();
  }

  private Benchmark chosen(String wanted) {
    return benchmarks.stream()
        .filter(benchmark -> benchmark.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> wrong("There is no benchmark '" + wanted + "'. Known are: %s."));
  }

  private ParameterException wrong(String message) {
    var known = benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    return new ParameterException(
        spec.commandLine(), message.replace("%s", known.isEmpty() ? "none" : known));
  }
}
