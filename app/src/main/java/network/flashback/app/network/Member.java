package network.flashback.app.network;

import java.util.ArrayList;
import java.util.List;

/// One process of the network by its name (`anvil`, `gateway`, `node-2`), with its port as an
/// offset from the base port.
public record Member(String name, Kind kind, int number, int portOffset) {
  /// What the process is.
  public enum Kind {
    ANVIL,
    POSTGRES,
    BEACON,
    PLATFORM,
    GATEWAY,
    NODE,
    REPORTER
  }

  public static final int NODES = 4;
  public static final int REPORTERS = 4;

  public static final Member ANVIL = new Member("anvil", Kind.ANVIL, 0, 45);
  public static final Member POSTGRES = new Member("postgres", Kind.POSTGRES, 0, 54);
  public static final Member BEACON = new Member("beacon", Kind.BEACON, 0, 60);
  public static final Member PLATFORM = new Member("platform", Kind.PLATFORM, 0, 80);
  public static final Member GATEWAY = new Member("gateway", Kind.GATEWAY, 0, 0);

  /// `node-1` to `node-4`.
  public static Member node(int number) {
    return new Member("node-" + number, Kind.NODE, number, 100 + number);
  }

  /// `reporter-1` to `reporter-4`.
  public static Member reporter(int number) {
    return new Member("reporter-" + number, Kind.REPORTER, number, 200 + number);
  }

  /// Every member, in the order of starting.
  public static List<Member> all() {
    var all = new ArrayList<>(List.of(ANVIL, POSTGRES, BEACON));
    all.addAll(roles());
    return List.copyOf(all);
  }

  /// The members that run our own program and need the contracts deployed first.
  public static List<Member> roles() {
    var roles = new ArrayList<>(List.of(PLATFORM));
    for (int i = 1; i <= NODES; i++) {
      roles.add(node(i));
    }
    for (int i = 1; i <= REPORTERS; i++) {
      roles.add(reporter(i));
    }
    roles.add(GATEWAY);
    return List.copyOf(roles);
  }
}
