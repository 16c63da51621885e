package network.flashback.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An unmodified Chromium without a window, and a web site of its own whose page tells what became
/// of it.
final class Browser implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;

  private final Path folder;
  private final HttpServer site;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private volatile String page = "";
  private @Nullable Process chromium;

  /// @param folder for the browser's profile and output
  Browser(Path folder) throws IOException {
    this.folder = folder;
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.setExecutor(threads);
    site.createContext("/", this::serve);
    site.start();
  }

  /// The site's origin, as browsers name it in requests to others.
  String origin() {
    return "http://127.0.0.1:" + site.getAddress().getPort();
  }

  /// Opens a page of the site.
  ///
  /// @param script its module; it ends with `tell(text)`
  /// @return what it told, line by line
  List<String> run(String script) throws Exception {
    page =
        """
        <!doctype html><meta charset="utf-8"><title>a page</title>
        <script type="module">
        const tell = text => fetch('/told', { method: 'POST', body: text });
        %s
        </script>
        """
            .formatted(script);
    var output = folder.resolve("chromium");
    chromium =
        Programs.start(
            new ProcessBuilder(
                    "chromium",
                    "--headless=new",
                    "--no-sandbox", // Its only page is ours, and sandboxes need rights of the host.
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--user-data-dir=" + folder.resolve("profile"),
                    origin() + "/page")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
    var text = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(text).as("the page tells%n%s", Files.readString(output, UTF_8)).isNotNull();
    return Objects.requireNonNull(text).lines().toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/page" -> {
          var bytes = page.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case "/told" -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  @Override
  public void close() {
    if (chromium != null) {
      chromium.descendants().forEach(ProcessHandle::destroyForcibly);
      chromium.destroyForcibly().onExit().join();
    }
    site.stop(0);
    threads.close();
  }
}
