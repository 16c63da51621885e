package network.flashback.providers.s3compatible;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server that is started before the tests of one class and stopped after them.
final class ServerOfTheClass implements BeforeAllCallback, AfterAllCallback {
  /// How it begins, with a folder of its own.
  private interface Start {
    S3Server in(Path folder) throws Exception;
  }

  private final Start start;
  private @Nullable S3Server running;
  private @Nullable Path folder;

  private ServerOfTheClass(Start start) {
    this.start = start;
  }

  static ServerOfTheClass s3Proxy() {
    return new ServerOfTheClass(S3Server::s3Proxy);
  }

  static ServerOfTheClass s3Mock() {
    return new ServerOfTheClass(folder -> S3Server.s3Mock());
  }

  S3Server running() {
    return Objects.requireNonNull(running, "It runs while the class's tests do.");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    var own = Files.createTempDirectory("s3-server");
    folder = own;
    running = start.in(own);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try {
      if (running != null) {
        running.stop();
      }
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
