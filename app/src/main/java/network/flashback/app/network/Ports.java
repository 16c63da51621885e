package network.flashback.app.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Finds taken ports before anything is started, so that nothing is started half.
public final class Ports {
  private Ports() {}

  /// @throws NetworkException naming every member whose port another program holds
  static void requireFree(NetworkPlan plan, Processes processes) {
    var taken = new ArrayList<String>();
    for (var member : Member.all()) {
      if (processes.find(member).isEmpty() && !isFree(plan.port(member))) {
        taken.add(plan.port(member) + " (" + member.name() + ")");
      }
    }
    if (!taken.isEmpty()) {
      throw new NetworkException(
          "Another program listens on port %s. Stop it, or choose other ports with --base-port, such as --base-port %d."
              .formatted(String.join(", ", taken), plan.basePort() + 1000));
    }
  }

  /// The first candidate with every offset free, for networks that must not disturb each other.
  public static int freeBasePort(List<Integer> candidates) {
    for (var candidate : candidates) {
      if (Member.all().stream().allMatch(member -> isFree(candidate + member.portOffset()))) {
        return candidate;
      }
    }
    throw new NetworkException("No free range of ports among " + candidates);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
