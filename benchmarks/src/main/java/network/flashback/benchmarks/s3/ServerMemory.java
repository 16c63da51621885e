package network.flashback.benchmarks.s3;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// The most memory that a server has ever held.
final class ServerMemory {
  private static final String RESIDENT_PEAK = "VmHWM:";
  private static final String JAVA = "/java";
  private static final int KIB = 1 << 10;

  private ServerMemory() {}

  /// Bytes of memory the process and its children had at their highest, each for itself.
  static long resident(List<ProcessHandle> processes) throws IOException {
    long bytes = 0;
    for (var process :
        processes.stream()
            .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
            .toList()) {
      bytes += resident(process.pid());
    }
    return bytes;
  }

  private static long resident(long pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(RESIDENT_PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst()
          .orElse(0);
    }
  }

  /// Bytes of the heap's pools at their highest; empty for what is no Java program. To be asked
  /// last: the answer needs memory itself.
  // The address is a local one that our own user's process has just told.
  @SuppressWarnings("BanJNDI")
  static OptionalLong heap(ProcessHandle process) throws IOException {
    if (process.pid() == ProcessHandle.current().pid()) {
      return OptionalLong.of(peak(ManagementFactory.getMemoryPoolMXBeans()));
    }
    // Another program would take the request for one to end.
    if (process.info().command().filter(command -> command.endsWith(JAVA)).isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      var machine = VirtualMachine.attach(Long.toString(process.pid()));
      try (var connector =
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
        return OptionalLong.of(
            peak(
                ManagementFactory.getPlatformMXBeans(
                    connector.getMBeanServerConnection(), MemoryPoolMXBean.class)));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException refused) {
      throw new IOException("The Java program " + process.pid() + " tells nothing.", refused);
    }
  }

  private static long peak(List<MemoryPoolMXBean> pools) {
    return pools.stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
