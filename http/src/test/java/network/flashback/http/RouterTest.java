package network.flashback.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router =
      Router.builder()
          .get("/v1/offers/{id}", (request, params) -> text("offer " + params.text("id")))
          .get("/v1/offers/open", (request, params) -> text("open"))
          .post("/v1/offers", (request, params) -> text("posted"))
          .delete("/v1/offers/{id}", (request, params) -> text("gone"))
          .build();

  private static HttpResponse text(String text) {
    return HttpResponse.text(200, "text/plain", text);
  }

  private HttpResponse answer(String method, String target) throws Exception {
    return router.handle(
        new HttpRequest(
            "id",
            method,
            target,
            1,
            new HttpHeaders(),
            new InetSocketAddress(0),
            false,
            InputStream.nullInputStream()));
  }

  private static String body(HttpResponse response) {
    return response.body() instanceof HttpResponse.Body.Bytes(var bytes)
        ? new String(bytes, UTF_8)
        : "";
  }

  @Test
  void aPathParameterIsOneDecodedSegment() throws Exception {
    assertThat(body(answer("GET", "/v1/offers/a%2Fb%20%C3%A4+c?x=1"))).isEqualTo("offer a/b ä+c");
    assertThat(answer("GET", "/v1/offers/a").route()).isEqualTo("/v1/offers/{id}");
    assertThat(answer("GET", "/v1/offers/").status()).isEqualTo(404);
    assertThat(answer("GET", "/v1/offers/a/b").status()).isEqualTo(404);
  }

  @Test
  void thePlainPatternWinsOverTheOneWithParameters() throws Exception {
    assertThat(body(answer("GET", "/v1/offers/open"))).isEqualTo("open");
    assertThat(body(answer("DELETE", "/v1/offers/open"))).isEqualTo("gone");
  }

  @Test
  void aWrongMethodNamesTheRightOnes() throws Exception {
    var refused = answer("PATCH", "/v1/offers/1");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.headers().first("allow")).contains("GET, DELETE");
  }

  @Test
  void headIsServedByGet() throws Exception {
    assertThat(answer("HEAD", "/v1/offers/1").status()).isEqualTo(200);
  }

  @Test
  void brokenEncodingIsRefused() throws Exception {
    assertThat(answer("GET", "/v1/offers/%zz").status()).isEqualTo(400);
    assertThat(answer("GET", "/v1/offers/%f").status()).isEqualTo(400);
    assertThat(answer("GET", "/v1/offers/%ff").status()).isEqualTo(400);
  }

  @Test
  void aRouteGivenTwiceIsAFaultAtStart() {
    var builder = Router.builder().get("/a/{b}", (request, params) -> text(""));
    assertThatThrownBy(() -> builder.get("/a/{c}", (request, params) -> text("")))
        .hasMessage("GET /a/{c} is routed twice");
  }

  @Test
  void anAbsoluteTargetHasTheSamePath() {
    var request =
        new HttpRequest(
            "id",
            "GET",
            "http://host:1/a/b?c",
            1,
            new HttpHeaders(),
            new InetSocketAddress(0),
            false,
            InputStream.nullInputStream());
    assertThat(request.rawPath()).isEqualTo("/a/b");
    assertThat(request.rawQuery()).contains("c");
  }

  @Test
  void aHeaderThatCouldSplitTheAnswerIsRefused() {
    var response = HttpResponse.empty(200);
    assertThatThrownBy(() -> response.header("X", "a\r\nSet-Cookie: b"))
        .hasMessageContaining("value of header X");
    assertThatThrownBy(() -> response.header("X Y", "a")).hasMessageContaining("position 1");
  }
}
