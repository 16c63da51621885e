package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands about offers, against answers as a platform gives them.
class OffersCommandTest {
  private static final String HASH = "0x" + "ab".repeat(32);
  private static final String ROW =
      """
      {"hash":"%s","providerId":7,"name":"Store 7","class":"FAST","region":"eu-de","pricePerGibMonth":"4500000",
       "egressPerGib":"1000000","capacityBytes":"2199023255552","freeBytes":"1099511627776","expiry":1800000000,
       "quality":{"uptimeBps":9990,"latencyMillisMax":2000,"throughputKibMin":0,"errorBpsMax":100},
       "measured":{"epochs":3,"uptimeBps":9998,"latencyP95":42},"standing":"listed by stake",
       "score":{"table":1,"points":612,"of":1000,"parts":[{"criterion":"PRICE","points":150,"of":300,"why":"the median of its class"}]},
       "offer":{"market":"1"}}"""
          .formatted(HASH);

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private HttpServer platform;
  private volatile String rows = ROW;

  @BeforeEach
  void start() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext("/", this::answer);
    platform.start();
  }

  @AfterEach
  void stop() {
    platform.stop(0);
  }

  @Test
  void everyWishBecomesAParameter() {
    var run =
        run("list --region eu-* --class fast --max-price 4.50 --certified --sort price --limit 7");

    assertThat(run.code()).isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "/v1/offers?class=FAST&region=eu-*&market=1&maxPrice=4500000&certified=true&sort=PRICE&limit=7");
    assertThat(run.out())
        .contains(
            "612", "#7 Store 7", "eu-de", "4.50", "1.00 TiB", "99.98 %", "42", "0xababababab");
  }

  @Test
  void wordsOfASearchAreSentAsTheyAre() {
    run("list", "--search", "cold & ä");

    assertThat(asked.getLast()).contains("&search=cold%20%26%20%C3%A4&");
  }

  @Test
  void whenNothingMatchesItSaysWhatToLeaveAway() {
    rows = "";

    assertThat(run("list --region xx --certified").out())
        .contains("Leave away one of --region, --certified to see more.");
    assertThat(run("list").out()).contains("Nobody offers anything in this market now");
  }

  @Test
  void anOfferIsShownByTheBeginningOfItsHashWithReasonsAndEvidence() {
    var run = run("show 0xABABAB");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(HASH, "listed by stake", "612 of 1000 points (table 1)")
        .contains("150 of 300  the median of its class")
        .contains("0x09 in transaction 0x08", "http://reporter.example/v1/records/HASH");
  }

  @Test
  void anOfferThatIsNotThereIsSaidToBeGone() {
    assertThat(run("show 0xdead").err()).contains("No live offer begins with 0xdead");
    assertThat(run("show seven").err()).contains("'seven' is no hash of an offer");
  }

  @Test
  void aProfileIsSentAsItStandsInItsFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("profile.json");
    Files.writeString(file, "{ \"name\": \"Store 7\" }\n");

    var run = run(List.of("provider", "profile", file.toString()));

    assertThat(run.out()).contains("listed as Store 7");
    assertThat(bodies.getLast())
        .isEqualTo("{\"document\":\"{ \\\"name\\\": \\\"Store 7\\\" }\\n\"}");
  }

  @Test
  void jsonIsTheAnswerOfThePlatform() {
    assertThat(run("list --json").out()).startsWith("{\"offers\":[{\"hash\":\"" + HASH);
  }

  private record Run(int code, String out, String err) {}

  private Run run(String words) {
    return run(words.split(" "));
  }

  private Run run(String... words) {
    var all = new ArrayList<>(List.of("offers"));
    all.addAll(List.of(words));
    return run(all);
  }

  private Run run(List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line =
        FlashbackCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    var all = new ArrayList<>(words);
    all.add("--platform=http://127.0.0.1:" + platform.getAddress().getPort());
    return new Run(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().toString();
    asked.add(path);
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var body =
        path.startsWith("/v1/network")
            ? "{\"markets\":[{\"id\":1,\"symbol\":\"tUSD\",\"decimals\":6}]}"
            : path.equals("/v1/profiles")
                ? "{\"name\":\"Store 7\",\"description\":\"\",\"website\":\"\"}"
                : path.contains("/quality")
                    ? "{\"epochs\":[{\"epoch\":3,\"uptimeBps\":9998,\"latencyP50\":20,\"latencyP95\":42,\"latencyP99\":60,\"errorBps\":0,\"report\":\"0x09\",\"transaction\":\"0x08\"}],\"reporters\":[\"http://reporter.example\"]}"
                    : "{\"offers\":[" + rows + "],\"total\":1}";
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
