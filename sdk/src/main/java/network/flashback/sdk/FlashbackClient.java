package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import network.flashback.evm.Wallet;
import network.flashback.sdk.model.ChallengeRequest;
import network.flashback.sdk.model.SignInRequest;
import network.flashback.sdk.signing.SignInSigner;
import org.jspecify.annotations.Nullable;

/// A platform's API. Every operation of docs/api/openapi.json is a method of one of its groups.
///
/// ```java
/// try (var flashback = FlashbackClient.at(URI.create("https://market.example")).build()) {
///   flashback.offers().allOffers(ListOffersQuery.all().withMaxPrice(price)).forEach(...);
/// }
/// ```
///
/// It may be used by any number of threads. It follows no redirect, keeps answers that came with an
/// entity tag, and repeats what is safe to repeat.
public final class FlashbackClient extends WholeApi implements AutoCloseable {
  static final String PRODUCT = "flashback-sdk-java/" + version();

  private final Calls calls;
  private final boolean ownsHttp;

  private FlashbackClient(Calls calls, boolean ownsHttp) {
    super(calls);
    this.calls = calls;
    this.ownsHttp = ownsHttp;
  }

  /// Where the platform is: `https://host`, with a path in front of `/v1` where a proxy wants one.
  public static Builder at(URI endpoint) {
    return new Builder(endpoint);
  }

  /// Performs an operation that is known by its description alone; what is written against the API
  /// uses the methods of its groups.
  ///
  /// @param parameters of path and query, by name
  /// @param body of an operation that takes one
  /// @throws IllegalArgumentException when a parameter is unknown or missing
  public JsonNode perform(
      ApiOperation operation, Map<String, String> parameters, @Nullable JsonNode body) {
    if (operation.streams()) {
      throw new IllegalArgumentException(operation.id() + " has no end: follow it by its method.");
    }
    var answer = calls.read(operation.call(parameters, body));
    return answer == null ? JsonNodeFactory.instance.objectNode() : answer;
  }

  /// Signs in with a wallet (EIP-4361), and gives a client whose calls carry the session. It lives
  /// on this one's connections, and is of no use after this one is closed.
  ///
  /// @param chainId of the chain that is meant
  /// @throws network.flashback.sdk.signing.NotSignedException when the platform asks for another
  ///   signature than a sign-in here
  public FlashbackClient signedIn(Wallet wallet, long chainId) {
    var setting = calls.setting();
    var message = sessions().challenge(new ChallengeRequest(wallet.address())).message();
    var signer = new SignInSigner(wallet, setting.endpoint(), chainId, setting.clock());
    var answer = SignInRequest.of(message, signer.sign(message)).withBearer(true);
    var token = sessions().signIn(answer).token();
    if (token == null) {
      throw new UnansweredException("The platform gave no token for the session.", null);
    }
    return new FlashbackClient(
        new Calls(setting.carrying(new Credential("session", token))), false);
  }

  /// The platform's address.
  public URI endpoint() {
    return calls.setting().endpoint();
  }

  /// Gives up what is under way; a client of HTTP that was handed in lives on.
  @Override
  public void close() {
    if (ownsHttp) {
      calls.setting().http().shutdownNow();
    }
  }

  Calls calls() {
    return calls;
  }

  @Override
  public String toString() {
    var credential = calls.setting().credential();
    return "FlashbackClient[" + endpoint() + (credential == null ? "" : ", " + credential) + "]";
  }

  private static String version() {
    var version = FlashbackClient.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /// What a client is made of.
  public static final class Builder {
    private static final long ANSWER_BYTES_MAX = 16L << 20;

    private final URI endpoint;
    private @Nullable Credential credential;
    private @Nullable HttpClient http;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration answerTimeout = Duration.ofSeconds(60);
    private long answerBytesMax = ANSWER_BYTES_MAX;
    private RetryPolicy retries = RetryPolicy.STANDARD;
    private boolean plainHttp;
    private InstantSource clock = InstantSource.system();
    private Calls.Pause pause = Thread::sleep;

    private Builder(URI endpoint) {
      this.endpoint = checked(endpoint);
    }

    /// An API key of an organisation; all calls carry it.
    public Builder apiKey(String key) {
      this.credential = new Credential("API key", key);
      return this;
    }

    /// The token of a session; all calls carry it.
    public Builder session(String token) {
      this.credential = new Credential("session", token);
      return this;
    }

    /// The HTTP client to use, for a proxy or certificates of one's own. It must follow no
    /// redirect. Whoever made it closes it.
    public Builder http(HttpClient client) {
      if (client.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException(
            "This HTTP client follows redirects, and would carry the credential along: build it with Redirect.NEVER, the JDK's own default.");
      }
      this.http = client;
      return this;
    }

    /// How long a connection may take; without a client of one's own.
    public Builder connectTimeout(Duration longest) {
      this.connectTimeout = positive(longest);
      return this;
    }

    /// How long one attempt may take, from the request to the last byte of its answer.
    public Builder answerTimeout(Duration longest) {
      this.answerTimeout = positive(longest);
      return this;
    }

    /// The longest answer that is read; 16 MiB unless told.
    public Builder answerBytesMax(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("An answer may have 1 byte at least.");
      }
      this.answerBytesMax = bytes;
      return this;
    }

    public Builder retries(RetryPolicy policy) {
      this.retries = policy;
      return this;
    }

    /// Lets a credential travel unencrypted to another machine. Danger: whoever sees the traffic
    /// has it then.
    public Builder credentialsOverPlainHttp() {
      this.plainHttp = true;
      return this;
    }

    Builder clock(InstantSource source) {
      this.clock = source;
      return this;
    }

    Builder pause(Calls.Pause waiting) {
      this.pause = waiting;
      return this;
    }

    public FlashbackClient build() {
      var given = http;
      var client =
          given != null
              ? given
              : HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .connectTimeout(connectTimeout)
                  .build();
      return new FlashbackClient(
          new Calls(
              new Calls.Setting(
                  client,
                  endpoint,
                  credential,
                  plainHttp,
                  answerTimeout,
                  answerBytesMax,
                  retries,
                  clock,
                  new SecureRandom(),
                  pause)),
          given == null);
    }

    private static Duration positive(Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("A timeout is longer than nothing.");
      }
      return duration;
    }

    private static URI checked(URI endpoint) {
      var scheme = endpoint.getScheme();
      var isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp
          || endpoint.getHost() == null
          || endpoint.getRawUserInfo() != null
          || endpoint.getRawQuery() != null
          || endpoint.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "The endpoint is an address such as https://market.example, without user, query and fragment.");
      }
      return URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }
  }
}
