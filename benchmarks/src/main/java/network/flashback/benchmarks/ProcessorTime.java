package network.flashback.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Time that processes have spent on a core since they began.
public final class ProcessorTime {
  /// Linux counts in hundredths of a second, whatever its own clock does.
  private static final long TICK_MILLIS = 10;

  // Of /proc/PID/stat, counted from the state, which follows the name in brackets: proc(5).
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessorTime() {}

  /// Of these and of all their children: PostgreSQL, for one, works in a process for each
  /// connection. What a child has used stays in the sum when it ends.
  public static Duration of(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(process -> own(process).plus(endedChildren(process)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration own(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Zero where the system does not tell.
  private static Duration endedChildren(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
      return Duration.ofMillis(ticks * TICK_MILLIS);
    } catch (IOException notHere) {
      return Duration.ZERO;
    }
  }
}
