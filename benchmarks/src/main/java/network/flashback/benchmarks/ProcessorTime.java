package network.flashback.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Time that processes have spent on a core since they began.
public final class ProcessorTime {
  private ProcessorTime() {}

  /// Of these and of all their children: PostgreSQL, for one, works in a process for each
  /// connection.
  public static Duration of(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
