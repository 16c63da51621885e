package network.flashback.app.network;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// Where the network keeps its state and on which ports it listens.
///
/// @param data folder of everything that outlives a run
/// @param basePort every member listens at a fixed offset from it
/// @param epochSeconds length of an epoch on the development chain
public record NetworkPlan(Path data, int basePort, int epochSeconds) {
  public static final int DEFAULT_BASE_PORT = 9000;
  public static final int DEFAULT_EPOCH_SECONDS = 30;
  public static final String PLAN_FILE = "network.properties";

  /// Refuses what cannot work before anything is started.
  public NetworkPlan {
    if (basePort < 1024 || basePort > 65535 - 300) {
      throw new IllegalArgumentException(
          "--base-port is %d; the network takes the 300 ports above it, so use 1024 to %d."
              .formatted(basePort, 65535 - 300));
    }
    if (epochSeconds < 10 || epochSeconds > 86_400) {
      throw new IllegalArgumentException(
          "--epoch is %d s; proofs and reports of an epoch need at least 10 s, and a day is the most."
              .formatted(epochSeconds));
    }
    data = data.toAbsolutePath().normalize();
  }

  /// The plan of this folder: as chosen now, else as the network there was started before, else the
  /// defaults.
  public static NetworkPlan of(Path data, Optional<Integer> basePort, Optional<Integer> epoch) {
    var before = remembered(data);
    int port = basePort.orElseGet(() -> integer(before, "base.port").orElse(DEFAULT_BASE_PORT));
    var oldEpoch = integer(before, "epoch.seconds");
    if (oldEpoch.isPresent() && epoch.isPresent() && !oldEpoch.equals(epoch)) {
      throw new IllegalArgumentException(
          "--epoch is %d s, but the chain in %s was created with %d s and keeps it. Use another --data folder."
              .formatted(epoch.get(), data, oldEpoch.get()));
    }
    return new NetworkPlan(data, port, epoch.or(() -> oldEpoch).orElse(DEFAULT_EPOCH_SECONDS));
  }

  /// Notes the choices in the folder, for [#of].
  void remember() {
    var properties = new Properties();
    properties.setProperty("base.port", Integer.toString(basePort));
    properties.setProperty("epoch.seconds", Integer.toString(epochSeconds));
    try {
      Files.createDirectories(data);
      try (var writer = Files.newBufferedWriter(data.resolve(PLAN_FILE))) {
        properties.store(writer, "Choices of the network in this folder");
      }
    } catch (IOException e) {
      throw new NetworkException("The folder %s cannot be written: %s".formatted(data, e), e);
    }
  }

  private static Properties remembered(Path data) {
    var properties = new Properties();
    var file = data.resolve(PLAN_FILE);
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new NetworkException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
    }
    return properties;
  }

  private static Optional<Integer> integer(Properties properties, String key) {
    return Optional.ofNullable(properties.getProperty(key)).map(Integer::valueOf);
  }

  public int port(Member member) {
    return basePort + member.portOffset();
  }

  public URI url(Member member) {
    return URI.create("http://127.0.0.1:" + port(member));
  }

  public Path folder(Member member) {
    return data.resolve(member.name());
  }

  public Path configuration(Member member) {
    return folder(member).resolve("config.properties");
  }

  public Path log(Member member) {
    return folder(member).resolve("log.jsonl");
  }

  public Path deployment() {
    return data.resolve("deployment.json");
  }

  /// JDBC URL of a database of the network's PostgreSQL.
  public String databaseUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(Member.POSTGRES), database);
  }
}
