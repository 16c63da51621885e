package network.flashback.market.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;

/// Serves the files of one folder, and nothing outside of it.
public final class StaticFiles implements HttpHandler {
  /// Names that contain the hash of their content: `index-BxY3aZ9c.js`.
  private static final Pattern HASHED = Pattern.compile(".*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; connect-src 'self'";

  private final Path root;
  private final String policy;
  private final Map<Path, Content> contents = new ConcurrentHashMap<>();

  /// Files of one folder.
  ///
  /// @param folder of the built console
  /// @param called other services that its pages may call
  public StaticFiles(Path folder, Collection<URI> called) throws IOException {
    if (!Files.isRegularFile(folder.resolve("index.html"))) {
      throw new IOException(
          "The console's folder "
              + folder
              + " holds no index.html. Build the console (npm run build in console/), or leave platform.console empty.");
    }
    this.root = folder.toRealPath();
    this.policy =
        Stream.concat(Stream.of(POLICY), called.stream().map(StaticFiles::origin).distinct())
            .collect(Collectors.joining(" "));
  }

  /// A file as it was read; read again when the file changes. Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Content(FileTime changed, byte[] bytes, String tag) {}

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return plain(405, "Files are only read here: use GET.\n").header("Allow", "GET, HEAD");
    }
    var file = Router.percentDecoded(request.rawPath()).flatMap(this::file);
    if (file.isEmpty()) {
      return plain(404, "There is no such page. The console starts at /.\n");
    }
    var content = content(file.get());
    var name = String.valueOf(file.get().getFileName());
    var unchanged =
        request.header("If-None-Match").filter(tags -> tags.contains(content.tag())).isPresent();
    var response = unchanged ? HttpResponse.empty(304) : HttpResponse.bytes(200, content.bytes());
    return response
        .route("console")
        .header("Content-Type", type(name))
        .header("ETag", content.tag())
        .header(
            "Cache-Control",
            HASHED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache")
        .header("Content-Security-Policy", policy)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  private Optional<Path> file(String path) {
    var parts = Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    var harmless =
        parts.stream()
            .allMatch(part -> part.matches("[A-Za-z0-9._-]{1,200}") && !part.startsWith("."));
    if (!harmless) {
      return Optional.empty();
    }
    var named = root.resolve(parts.isEmpty() ? "index.html" : String.join("/", parts));
    try {
      // Links are followed first, so that none leads out of the folder.
      var real = named.toRealPath();
      return real.startsWith(root) && Files.isRegularFile(real)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private Content content(Path file) throws IOException {
    var changed = Files.getLastModifiedTime(file);
    var known = contents.get(file);
    if (known != null && known.changed().equals(changed)) {
      return known;
    }
    var bytes = Files.readAllBytes(file);
    var read =
        new Content(changed, bytes, "\"" + HexFormat.of().formatHex(digest(bytes), 0, 16) + "\"");
    contents.put(file, read);
    return read;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every JDK has SHA-256", absent);
    }
  }

  private static String type(String name) {
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }

  private static HttpResponse plain(int status, String text) {
    return HttpResponse.text(status, "text/plain; charset=utf-8", text).route("console");
  }
}
