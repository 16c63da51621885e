package network.flashback.benchmarks.put;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.flashback.app.network.Member;

/// Time that the network's processes have spent on a core, until a moment.
///
/// @param front gateway and database
/// @param nodes all of them
record CpuUse(Duration front, Duration nodes) {
  static CpuUse of(FreshNetwork network) {
    return new CpuUse(
        sum(List.of(network.process(Member.GATEWAY), network.process(Member.POSTGRES))),
        sum(
            IntStream.rangeClosed(1, Member.NODES)
                .mapToObj(number -> network.process(Member.node(number)))
                .toList()));
  }

  CpuUse since(CpuUse before) {
    return new CpuUse(front.minus(before.front), nodes.minus(before.nodes));
  }

  // PostgreSQL works in a process for each connection, all of them children of the first.
  private static Duration sum(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
