package network.flashback.node.serve;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Hex;
import network.flashback.evm.Keccak256;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.Agreements;
import network.flashback.node.serve.Session.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is let in: opens sessions for keys that the chain allows, and watches that it still does.
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /// Revocation on chain must act within five seconds.
  private static final Duration CHECK_EVERY = Duration.ofSeconds(2);

  /// While the chain cannot be reached, its last word holds this long: reads must survive an
  /// outage.
  private static final Duration LAST_WORD_HOLDS = Duration.ofMinutes(15);

  private static final long LIFE_SECONDS_MAX = 24 * 3600;
  private static final int SESSIONS_MAX = 10_000;
  private static final int TOKEN_BYTES = 32;
  private static final int ALL_RIGHTS =
      Rights.READ | Rights.WRITE | Rights.REVISION | Rights.VOUCHER;

  private final long providerId;
  private final long windowBytes;
  private final Agreements agreements;
  private final Messages messages;
  private final SecureRandom random;
  private final InstantSource clock;

  // By the hash of the token: neither a dump of the memory nor the time of a look-up tells a token.
  private final ConcurrentMap<Bytes32, Session> byHash = new ConcurrentHashMap<>();

  Sessions(
      long providerId,
      long windowBytes,
      Agreements agreements,
      Messages messages,
      SecureRandom random,
      InstantSource clock) {
    this.providerId = providerId;
    this.windowBytes = windowBytes;
    this.agreements = agreements;
    this.messages = messages;
    this.random = random;
    this.clock = clock;
  }

  int open() {
    return byHash.size();
  }

  HttpResponse open(HttpRequest request) throws java.io.IOException {
    var asked = Json.read(request);
    var agreement = new AgreementId(asked.integer("agreementId", 127));
    var key = asked.address("key");
    long expiry = asked.number("expiry");
    long now = clock.instant().getEpochSecond();
    if (expiry <= now) {
      throw Json.invalid("expiry", "has passed: it is " + now + " here");
    }
    var claim = messages.session(agreement, key, providerId, expiry);
    if (!asked.signature("signature").isBy(key, claim.digest())) {
      throw Problem.SIGNATURE_WRONG.because(
          "The session is not signed by " + key + " for provider " + providerId + ".");
    }
    if (agreement.providerId() != providerId) {
      throw Problem.AGREEMENT_NOT_HERE.because(
          "Agreement %s is with provider %d; this is provider %d."
              .formatted(agreement, agreement.providerId(), providerId));
    }
    var standing = standingOf(agreement, key);
    requireLive(standing.agreement());
    if (standing.rights() == 0) {
      throw Problem.NOT_ALLOWED.because(
          "Consumer %s has granted nothing to %s for this SLA."
              .formatted(standing.agreement().consumer(), key));
    }
    makeRoom(now);
    var token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    long until = Math.min(expiry, now + LIFE_SECONDS_MAX);
    byHash.put(Keccak256.hash(token), new Session(agreement, key, until, standing));
    return Json.answer(
        201,
        Map.of(
            "token", Hex.encode(token),
            "expiresAt", Long.toString(until),
            "windowBytes", Long.toString(windowBytes)));
  }

  /// The session of a request, which must be for this agreement and have this right now.
  Session require(HttpRequest request, AgreementId agreement, int right) {
    var session = find(request);
    if (!session.agreement.equals(agreement)) {
      throw Problem.NOT_ALLOWED.because(
          "The session is for agreement " + session.agreement + ", not for " + agreement + ".");
    }
    var standing = checked(session);
    requireLive(standing.agreement());
    if ((standing.rights() & right) != right) {
      throw Problem.NOT_ALLOWED.because(
          "Key %s lacks the right %s.".formatted(session.key, nameOf(right)));
    }
    return session;
  }

  private Session find(HttpRequest request) {
    var header = request.header("Authorization").orElse("");
    if (!header.matches("Bearer (0x)?[0-9a-fA-F]{64}")) {
      throw Problem.SESSION_UNKNOWN.because("The Authorization header carries no session token.");
    }
    var hash = Keccak256.hash(Hex.decode(header.substring("Bearer ".length())));
    var session = byHash.get(hash);
    if (session == null || session.expiry <= clock.instant().getEpochSecond()) {
      byHash.remove(hash);
      throw Problem.SESSION_UNKNOWN.because("The session has ended, or the node was restarted.");
    }
    return session;
  }

  private Standing checked(Session session) {
    var now = clock.instant();
    if (now.isBefore(session.standing().checkedAt().plus(CHECK_EVERY))) {
      return session.standing();
    }
    session.checking.lock();
    try {
      if (!now.isBefore(session.standing().checkedAt().plus(CHECK_EVERY))) {
        session.renew(standingOf(session.agreement, session.key));
      }
    } catch (ChainException silent) {
      if (now.isAfter(session.standing().checkedAt().plus(LAST_WORD_HOLDS))) {
        throw silent;
      }
      LOG.warn("Rights of {} cannot be checked: {}", session.key, silent.getMessage());
    } finally {
      session.checking.unlock();
    }
    return session.standing();
  }

  private Standing standingOf(AgreementId id, Address key) {
    var view = agreements.agreement(id);
    return new Standing(view, rightsOf(view, key), clock.instant());
  }

  private int rightsOf(AgreementView view, Address key) {
    if (key.equals(view.consumer())) {
      return ALL_RIGHTS;
    }
    if (agreements.allows(view.consumer(), view.slaId(), key, ALL_RIGHTS)) {
      return ALL_RIGHTS;
    }
    int rights = 0;
    for (int right : new int[] {Rights.READ, Rights.WRITE, Rights.REVISION, Rights.VOUCHER}) {
      rights |= agreements.allows(view.consumer(), view.slaId(), key, right) ? right : 0;
    }
    return rights;
  }

  private void requireLive(AgreementView view) {
    if (view.providerId() != providerId || !view.state().isLive()) {
      throw Problem.AGREEMENT_NOT_HERE.because(
          "Agreement %s is %s.".formatted(view.id(), view.state()));
    }
  }

  private void makeRoom(long now) {
    if (byHash.size() >= SESSIONS_MAX) {
      byHash.values().removeIf(session -> session.expiry <= now);
    }
    if (byHash.size() >= SESSIONS_MAX) {
      throw Problem.BUSY.because("The node has " + SESSIONS_MAX + " sessions open already.");
    }
  }

  private static String nameOf(int right) {
    return switch (right) {
      case Rights.READ -> "READ";
      case Rights.WRITE -> "WRITE";
      case Rights.REVISION -> "REVISION";
      case Rights.VOUCHER -> "VOUCHER";
      default -> Integer.toString(right);
    };
  }
}
