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
import java.util.stream.IntStream;
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
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    var progress = setting.progress();
    try (var network = FreshNetwork.start(setting.home(), progress);
        var peers = new Peers(setting, network.plan().data().resolve("peers"))) {
      progress.accept("two SLAs, 2 of 3 and a single copy");
      var keys = Tenant.moveIn(network.plan(), 2, 3);
      var targets = new ArrayList<Target>();
      targets.add(gateway(network, keys, S3Rows.GATEWAY, "bench", Map.of()));
      targets.add(gateway(network, keys, S3Rows.OPAQUE, "bench-opaque", Target.OPAQUE));
      var single = Tenant.moveIn(network.plan(), 1, 1);
      targets.add(gateway(network, single, S3Rows.NATIVE, "bench-native", Target.NATIVE));
      targets.add(
          gateway(
              network, single, S3Rows.NATIVE_OPAQUE, "bench-native-opaque", Target.NATIVE_OPAQUE));
      targets.addAll(peers.start());
      var plan = new LoadPlan(setting.quick(), targets);
      var file = network.plan().data().resolve("load.properties");
      plan.write(file);
      var lines = new TreeMap<>(OwnProcess.run(LoadRun.class, List.of(file.toString())));
      direct(network.plan().url(Member.GATEWAY))
          .ifPresent(bytes -> lines.put(direct(S3Rows.GATEWAY), Double.toString(bytes)));
      return new S3Rows(plan.scale(), new Figures(lines)).all();
    }
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

  /// The other servers, as far as they are wanted and here.
  private static final class Peers implements AutoCloseable {
    private final BenchmarkSetting setting;
    private final Path folder;
    private final Map<String, PeerProcess> running = new TreeMap<>();

    Peers(BenchmarkSetting setting, Path folder) {
      this.setting = setting;
      this.folder = folder;
    }

    List<Target> start() throws IOException, InterruptedException {
      var targets = new ArrayList<Target>();
      if (isWanted(S3ProxyPeer.NAME)) {
        var own = begin(S3ProxyPeer.NAME);
        var process = S3ProxyPeer.start(setting.home(), own, HEAP);
        running.put(S3ProxyPeer.NAME, process);
        targets.add(S3ProxyPeer.target(process));
      }
      if (isWanted(NginxPeer.NAME)) {
        var process = NginxPeer.start(begin(NginxPeer.NAME));
        running.put(NginxPeer.NAME, process);
        targets.add(NginxPeer.target(process));
      }
      return targets;
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

    private Path begin(String name) throws IOException {
      setting.progress().accept(name);
      return Files.createDirectories(folder.resolve(name));
    }

    @Override
    public void close() {
      running.values().forEach(PeerProcess::close);
    }
  }
}
