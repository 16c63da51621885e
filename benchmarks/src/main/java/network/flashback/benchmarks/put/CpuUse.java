package network.flashback.benchmarks.put;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.app.network.Member;
import network.flashback.benchmarks.ProcessorTime;
import network.flashback.benchmarks.network.FreshNetwork;

/// Time that the network's processes have spent on a core, until a moment.
///
/// @param front gateway and database
/// @param nodes all of them
record CpuUse(Duration front, Duration nodes) {
  static CpuUse of(FreshNetwork network) {
    return new CpuUse(
        ProcessorTime.of(
            List.of(network.process(Member.GATEWAY), network.process(Member.POSTGRES))),
        ProcessorTime.of(
            IntStream.rangeClosed(1, Member.NODES)
                .mapToObj(number -> network.process(Member.node(number)))
                .toList()));
  }

  CpuUse since(CpuUse before) {
    return new CpuUse(front.minus(before.front), nodes.minus(before.nodes));
  }
}
