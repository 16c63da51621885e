package network.flashback.market.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.flashback.http.HttpHeaders;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The console's files, and nothing else of the disk.
class StaticFilesTest {
  @TempDir Path disk;
  private Path folder;
  private StaticFiles files;

  @BeforeEach
  void build() throws IOException {
    folder = disk.resolve("dist");
    Files.createDirectories(folder.resolve("assets"));
    Files.writeString(folder.resolve("index.html"), "<!doctype html>");
    Files.writeString(folder.resolve("assets/index-BxY3aZ9c.js"), "1");
    Files.writeString(disk.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(folder.resolve("link.txt"), disk.resolve("secret.txt"));
    Files.writeString(folder.resolve(".env"), "secret");
    files = new StaticFiles(folder, List.of(URI.create("https://s3.example:8443/path")));
  }

  @Test
  void rootIsTheStartPage() throws IOException {
    var page = get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().first("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().first("Cache-Control")).contains("no-cache");
  }

  @Test
  void pagesMayCallTheNamedServicesAndNoOthers() throws IOException {
    assertThat(get("/").headers().first("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self';")
        .endsWith("connect-src 'self' https://s3.example:8443");
  }

  @Test
  void fileWhoseNameHoldsItsHashIsCachedForEver() throws IOException {
    assertThat(get("/assets/index-BxY3aZ9c.js").headers().first("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
  }

  @Test
  void unchangedFileIsNotSentAgain() throws IOException {
    var tag = get("/").headers().first("ETag").orElseThrow();

    assertThat(get("/", tag).status()).isEqualTo(304);
    Files.writeString(folder.resolve("index.html"), "<!doctype html><title>new</title>");
    Files.setLastModifiedTime(
        folder.resolve("index.html"), java.nio.file.attribute.FileTime.fromMillis(1));
    assertThat(get("/", tag).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/%00",
        "/link.txt",
        "/.env",
        "/assets",
        "/nothing.js",
        "/%zz"
      })
  void nothingOutsideOfTheFolderIsServed(String path) throws IOException {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void folderWithoutAStartPageIsRefusedAtTheStart() {
    assertThatThrownBy(() -> new StaticFiles(disk, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("npm run build");
  }

  private HttpResponse get(String path, String... tags) throws IOException {
    var headers = new HttpHeaders();
    for (var tag : tags) {
      headers.add("If-None-Match", tag);
    }
    return files.handle(
        new HttpRequest(
            "1",
            "GET",
            path,
            1,
            headers,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            false,
            InputStream.nullInputStream()));
  }
}
