package network.flashback.benchmarks.s3;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// S3Proxy, the best-known S3 server in Java, on a folder: it checks signatures and never syncs.
///
/// Its jars are no part of our program. Maven puts them beside the build's other output, from
/// `benchmarks/peers/s3proxy/pom.xml`, when they are first wanted.
final class S3ProxyPeer {
  static final String NAME = "s3proxy";
  private static final KeyPair KEYS = new KeyPair("local-identity", "local-credential");

  private S3ProxyPeer() {}

  static PeerProcess start(Path home, Path folder, String heap)
      throws IOException, InterruptedException {
    var jars = jars(home);
    int port = PeerProcess.freePort();
    var disk = Files.createDirectories(folder.resolve("disk"));
    var properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", KEYS.accessKeyId());
    properties.setProperty("s3proxy.credential", KEYS.secret());
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.identity", "none");
    properties.setProperty("jclouds.credential", "none");
    properties.setProperty("jclouds.filesystem.basedir", disk.toString());
    var file = folder.resolve("s3proxy.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "S3Proxy for one benchmark");
    }
    // As it comes, it logs every step of every request.
    var logging = folder.resolve("logback.xml");
    Files.writeString(logging, "<configuration><root level=\"OFF\"/></configuration>");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return PeerProcess.start(
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-Xmx" + heap,
            "-Dlogback.configurationFile=" + logging,
            "-cp",
            jars,
            "org.gaul.s3proxy.Main",
            "--properties",
            file.toString()),
        folder,
        port);
  }

  static Target target(PeerProcess process) {
    return new Target(
        NAME,
        process.endpoint(),
        "bench",
        Optional.of(KEYS),
        Map.of(),
        true,
        List.of(process.id()),
        List.of());
  }

  private static String jars(Path home) throws IOException, InterruptedException {
    var folder = home.resolve(".flashback/peers/s3proxy");
    if (!Files.exists(folder.resolve("complete"))) {
      fetch(home, folder);
      Files.createFile(folder.resolve("complete"));
    }
    try (var files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .sorted()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static void fetch(Path home, Path folder) throws IOException, InterruptedException {
    var log = Files.createDirectories(folder).resolve("maven.log");
    var maven = Programs.find("mvn").orElse(home.resolve("mvnw")).toString();
    var process =
        new ProcessBuilder(
                maven,
                "-B",
                "-q",
                "-f",
                home.resolve("benchmarks/peers/s3proxy/pom.xml").toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          "Maven could not fetch S3Proxy; what it said is in "
              + log
              + ". Connect to Maven Central, or measure with --against none.");
    }
  }
}
