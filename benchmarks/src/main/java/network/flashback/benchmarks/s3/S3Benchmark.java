package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.app.network.Member;
import network.flashback.benchmarks.OwnProcess;
import network.flashback.benchmarks.network.FreshNetwork;
import network.flashback.benchmarks.network.Tenant;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// `flashback bench s3`: the S3 endpoint of a gateway as it always runs (sealed, 2 of 3, over three
/// nodes, PostgreSQL), and a native bucket at one node, under load, in turns with S3Proxy and nginx
/// on the same disk. Servers and load are processes of their own, so that the time of each is
/// known.
public final class S3Benchmark implements Benchmark {
  /// The gateway's own limit.
  private static final String HEAP = "512m";

  private static final long GIB = 1L << 30;

  /// Together below the 16 GiB of each of the development network's nodes.
  private static final int CODED_LEG_GIB = 9;

  private static final int SINGLE_LEG_GIB = 6;
  static final Room CODED_ROOM = Room.ofSla("the SLA of 2 of 3", 2 * CODED_LEG_GIB * GIB);
  static final Room SINGLE_ROOM = Room.ofSla("the SLA of a single copy", SINGLE_LEG_GIB * GIB);

  /// Database, logs and journals need some of the disk too, and so does whoever else uses it.
  private static final long DISK_LEFT = 2 * GIB;

  private static final String POOL = "http_direct_memory_bytes";

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public String description() {
    return "The S3 endpoint under load, beside S3Proxy and nginx, with processor time and memory.";
  }

  @Override
  public Set<String> peers() {
    return Set.of(S3ProxyPeer.NAME, NginxPeer.NAME);
  }

  @Override
  public boolean hasQuickRun() {
    return true;
  }

  @Override
  public String takes() {
    return "an hour, with --quick a minute and a half";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    var progress = setting.progress();
    var scale = Scale.of(setting.quick());
    try (var network = FreshNetwork.start(setting.home(), progress);
        var peers = new Peers(setting, network.plan().data().resolve("peers"))) {
      progress.accept("two SLAs, 2 of 3 and a single copy");
      var coded = coded(network, Tenant.moveIn(network.plan(), 2, 3, CODED_LEG_GIB));
      var single = single(network, Tenant.moveIn(network.plan(), 1, 1, SINGLE_LEG_GIB));
      var others = peers.start();
      requireRoom(network, scale, coded, single, others);
      var plan =
          new LoadPlan(
              setting.quick(), Stream.of(coded, single, others).flatMap(List::stream).toList());
      var file = network.plan().data().resolve("load.properties");
      plan.write(file);
      var lines =
          new TreeMap<>(
              OwnProcess.run(LoadRun.class, List.of(file.toString()), setting.failures()));
      try {
        direct(network.plan().url(Member.GATEWAY))
            .ifPresent(bytes -> lines.put(direct(S3Rows.GATEWAY), Double.toString(bytes)));
      } catch (IOException gone) {
        setting.failures().accept("the gateway does not tell its direct memory: " + gone);
      }
      var figures = new Figures(lines);
      figures.failures().forEach(setting.failures());
      return new S3Rows(scale, figures).all();
    }
  }

  private static List<Target> coded(FreshNetwork network, KeyPair keys) {
    return List.of(
        gateway(network, keys, S3Rows.GATEWAY, "bench", Map.of()),
        gateway(network, keys, S3Rows.OPAQUE, "bench-opaque", Target.OPAQUE));
  }

  private static List<Target> single(FreshNetwork network, KeyPair keys) {
    return List.of(
        gateway(network, keys, S3Rows.NATIVE, "bench-native", Target.NATIVE),
        gateway(network, keys, S3Rows.NATIVE_OPAQUE, "bench-native-opaque", Target.NATIVE_OPAQUE));
  }

  private static void requireRoom(
      FreshNetwork network,
      Scale scale,
      List<Target> coded,
      List<Target> single,
      List<Target> others)
      throws IOException {
    CODED_ROOM.requireFor(scale, coded);
    SINGLE_ROOM.requireFor(scale, single);
    long disk = Files.getFileStore(network.plan().data()).getUsableSpace();
    // 2 of 3: each byte lies there one and a half times.
    long written = written(scale, coded) * 3 / 2 + written(scale, single) + written(scale, others);
    new Room("the disk of " + network.plan().data(), disk - DISK_LEFT).require(written);
  }

  private static long written(Scale scale, List<Target> targets) {
    return targets.stream().mapToLong(scale::writtenBytes).sum();
  }

  private static Target gateway(
      FreshNetwork network, KeyPair keys, String name, String bucket, Map<String, String> tags) {
    return new Target(
        name,
        network.plan().url(Member.GATEWAY),
        bucket,
        Optional.of(keys),
        tags,
        false,
        List.of(network.process(Member.GATEWAY).pid(), network.process(Member.POSTGRES).pid()),
        IntStream.rangeClosed(1, Member.NODES)
            .mapToObj(number -> network.process(Member.node(number)).pid())
            .toList());
  }

  private static String direct(String server) {
    return Figures.WHOLE + "|" + server + "|direct";
  }

  /// What the gateway's pool of network buffers has taken; it gives nothing back, so this is its
  /// highest.
  private static OptionalDouble direct(URI gateway) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(gateway.resolve("/metrics")).build();
      return client
          .send(request, BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(POOL))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .max();
    }
  }

  /// How a server begins that stores in a folder.
  private interface Start {
    PeerProcess in(Path folder) throws IOException, InterruptedException;
  }

  /// The other servers, as far as they are wanted and here.
  private static final class Peers implements AutoCloseable {
    private final BenchmarkSetting setting;
    private final Path folder;
    private final Map<String, PeerProcess> running = new TreeMap<>();

    Peers(BenchmarkSetting setting, Path folder) {
      this.setting = setting;
      this.folder = folder;
    }

    List<Target> start() throws InterruptedException {
      var targets = new ArrayList<Target>();
      start(
              S3ProxyPeer.NAME,
              folder -> S3ProxyPeer.start(setting.home(), folder, HEAP),
              S3ProxyPeer::target)
          .ifPresent(targets::add);
      start(NginxPeer.NAME, NginxPeer::start, NginxPeer::target).ifPresent(targets::add);
      return List.copyOf(targets);
    }

    /// One that does not start is told, and the others are measured.
    private Optional<Target> start(String name, Start start, Function<PeerProcess, Target> asTarget)
        throws InterruptedException {
      if (!isWanted(name)) {
        return Optional.empty();
      }
      setting.progress().accept(name);
      try {
        var process = start.in(Files.createDirectories(folder.resolve(name)));
        running.put(name, process);
        return Optional.of(asTarget.apply(process));
      } catch (IOException failed) {
        setting.failures().accept(name + " was not measured: " + failed.getMessage());
        return Optional.empty();
      }
    }

    /// A quick run is about the gateway, unless it is asked for more; what is not installed is left
    /// out, unless it is named.
    private boolean isWanted(String name) {
      return setting
          .peers()
          .map(wanted -> wanted.contains(name))
          .orElseGet(
              () -> !setting.quick() && (!name.equals(NginxPeer.NAME) || NginxPeer.isHere()));
    }

    @Override
    public void close() {
      running.values().forEach(PeerProcess::close);
    }
  }
}
