package network.flashback.market.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;

/// Signs people in by what their wallets sign (EIP-4361, with EIP-191 signatures of plain keys).
public final class SignIn {
  private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

  /// How far a wallet's clock may be ahead of ours.
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /// Challenges that wait at once; whoever wants more waits until some expire.
  private static final int CHALLENGES_MAX = 100_000;

  private static final String STATEMENT =
      "Sign in to the Flashback market. This moves no money and grants nobody anything.";

  private final Database database;
  private final Sessions sessions;
  private final Origins origins;
  private final long chainId;
  private final Tokens tokens;
  private final InstantSource clock;

  /// @param chainId of the chain that this market is on
  public SignIn(
      Database database,
      Sessions sessions,
      Origins origins,
      long chainId,
      Tokens tokens,
      InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.origins = origins;
    this.chainId = chainId;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// A message for this wallet to sign, with a number that was never used.
  ///
  /// @param origin what the browser says it shows; empty for programs
  public Challenge challenge(Address wallet, String origin) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var expiry = now.plus(CHALLENGE_LIFE);
    var nonce = tokens.name("");
    database.change(
        handle -> {
          handle
              .createUpdate("DELETE FROM sign_in_nonce WHERE expires_at <= :now")
              .bind("now", now.getEpochSecond())
              .execute();
          var waiting =
              handle.createQuery("SELECT count(*) FROM sign_in_nonce").mapTo(Long.class).one();
          if (waiting >= CHALLENGES_MAX) {
            throw new MarketException(
                MarketError.BUSY,
                "More sign-ins are under way than are kept.",
                "Try again in some minutes.");
          }
          handle
              .createUpdate("INSERT INTO sign_in_nonce (nonce, expires_at) VALUES (:nonce, :at)")
              .bind("nonce", nonce)
              .bind("at", expiry.getEpochSecond())
              .execute();
        });
    var page = origins.chosen(origin);
    var message =
        new SignInMessage(
            Optional.empty(),
            page.getRawAuthority(),
            wallet,
            Optional.of(STATEMENT),
            page,
            chainId,
            nonce,
            now,
            Optional.of(expiry),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Challenge(message.text(), expiry.getEpochSecond());
  }

  /// Opens a session for whoever signed the message.
  ///
  /// @throws MarketException when the message is not for here and now, or not signed by its wallet
  public Sessions.Opened open(SignInRequest request) {
    var message = SignInMessage.parse(request.message());
    requireForHere(message);
    requireForNow(message, clock.instant());
    requireSigned(message, request);
    return database.transact(
        handle -> {
          var taken =
              handle
                  .createUpdate(
                      "DELETE FROM sign_in_nonce WHERE nonce = :nonce AND expires_at > :now")
                  .bind("nonce", message.nonce())
                  .bind("now", clock.instant().getEpochSecond())
                  .execute();
          if (taken == 0) {
            throw refused(
                "Its nonce was used, has expired, or was never handed out here.",
                "Ask for a new challenge: POST /v1/sessions/challenge.");
          }
          return sessions.open(handle, message.address());
        });
  }

  private void requireForHere(SignInMessage message) {
    var matching =
        origins.all().stream()
            .filter(origin -> origin.getRawAuthority().equals(message.domain()))
            .filter(
                origin -> message.scheme().orElse(origin.getScheme()).equals(origin.getScheme()))
            .filter(
                origin ->
                    origin.getRawAuthority().equals(message.uri().getRawAuthority())
                        && origin.getScheme().equals(message.uri().getScheme()))
            .findAny();
    if (matching.isEmpty()) {
      throw refused(
          "It was signed for %s at %s; this platform is %s."
              .formatted(message.domain(), message.uri(), origins.all()),
          "Sign in from the platform's own page. If another page asked for this signature, it may"
              + " have wanted to sign in as you.");
    }
    if (message.chainId() != chainId) {
      throw refused(
          "It was signed for chain %d; this market is on chain %d."
              .formatted(message.chainId(), chainId),
          "Ask for a challenge here: POST /v1/sessions/challenge.");
    }
  }

  private static void requireForNow(SignInMessage message, Instant now) {
    var inTime =
        !message.issuedAt().isAfter(now.plus(AHEAD))
            && message.issuedAt().isAfter(now.minus(CHALLENGE_LIFE).minus(AHEAD))
            && message.expiresAt().filter(expiry -> !expiry.isAfter(now)).isEmpty()
            && message.notBefore().filter(start -> start.isAfter(now)).isEmpty();
    if (!inTime) {
      throw refused(
          "It was issued at %s and expires at %s; now is %s."
              .formatted(
                  message.issuedAt(),
                  message.expiresAt().map(Instant::toString).orElse("no time that it names"),
                  now.truncatedTo(ChronoUnit.SECONDS)),
          "Ask for a new challenge and sign it within five minutes. Check the clock of the machine"
              + " that made the message.");
    }
  }

  private static void requireSigned(SignInMessage message, SignInRequest request) {
    var digest = new PersonalMessage(request.message()).digest();
    try {
      if (Signature.parse(request.signature()).isBy(message.address(), digest)) {
        return;
      }
    } catch (IllegalArgumentException malformed) {
      throw new MarketException(
          MarketError.SIGNATURE_INVALID,
          "signature",
          String.valueOf(malformed.getMessage()),
          "Send r, s and v as personal_sign returns them: 65 bytes as hex.");
    }
    throw new MarketException(
        MarketError.SIGNATURE_INVALID,
        "signature",
        "The message is not signed by " + message.address() + ", which it names.",
        "Sign the text unchanged with that wallet (personal_sign). Contract wallets cannot sign in"
            + " yet.");
  }

  private static MarketException refused(String detail, String remedy) {
    return new MarketException(MarketError.SIGN_IN_REFUSED, "message", detail, remedy);
  }
}
