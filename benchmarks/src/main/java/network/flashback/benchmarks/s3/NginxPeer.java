package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nginx as a file server, with WebDAV to write: no signatures, no metadata, no sync. What the
/// machine can do at all.
final class NginxPeer {
  static final String NAME = "nginx";

  private NginxPeer() {}

  /// Whether the program is here.
  static boolean isHere() {
    return Programs.find(NAME).isPresent();
  }

  static PeerProcess start(Path folder) throws IOException, InterruptedException {
    var program =
        Programs.find(NAME)
            .orElseThrow(
                () ->
                    new IOException(
                        "nginx is not installed. Install it (on Debian: apt-get install"
                            + " nginx-light), or measure without it."));
    int port = PeerProcess.freePort();
    Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(folder.resolve("bodies"));
    var configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration(folder, port));
    return PeerProcess.start(
        List.of(
            program.toString(),
            "-p",
            folder.toString(),
            "-e",
            folder.resolve("error.log").toString(),
            "-c",
            configuration.toString()),
        folder,
        port);
  }

  static Target target(PeerProcess process) {
    return new Target(
        NAME,
        process.endpoint(),
        "bench",
        Optional.empty(),
        Map.of(),
        true,
        List.of(process.id()),
        List.of());
  }

  private static String configuration(Path folder, int port) {
    return """
        daemon off;
        user %s;
        worker_processes auto;
        pid %2$s/nginx.pid;
        error_log %2$s/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          client_max_body_size 0;
          client_body_temp_path %2$s/bodies;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          server {
            listen 127.0.0.1:%3$d;
            root %2$s/root;
            location / {
              dav_methods PUT DELETE;
              create_full_put_path on;
            }
          }
        }
        """
        .formatted(System.getProperty("user.name"), folder, port);
  }
}
