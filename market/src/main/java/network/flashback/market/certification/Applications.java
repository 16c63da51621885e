package network.flashback.market.certification;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.domain.Refused;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.domain.certification.Criteria;
import network.flashback.domain.certification.MemberSort;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.IndexedEvent;
import network.flashback.market.indexer.MemberEntry;
import network.flashback.market.indexer.RegisterIndex;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Applications for certificates: taken from owners, read by the certifier that they name, decided
/// on by it, and shown to everybody. Their documents are ciphertext here.
public final class Applications {
  private static final Duration CLOCKS = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int A_MONTH_MAX = 10;

  private final Database database;
  private final Contracts contracts;
  private final ChainIndex index;
  private final Certifiers certifiers;
  private final CriteriaBook criteria;
  private final ApplicationHistory history;
  private final InstantSource clock;

  public Applications(
      Database database,
      Contracts contracts,
      ChainIndex index,
      RegisterIndex register,
      Certifiers certifiers,
      CriteriaBook criteria,
      InstantSource clock) {
    this.database = database;
    this.contracts = contracts;
    this.index = index;
    this.certifiers = certifiers;
    this.criteria = criteria;
    this.history = new ApplicationHistory(register);
    this.clock = clock;
  }

  /// Takes an application of a member's owner; its documents come after it.
  public ApplicationEntry announce(Address wallet, ApplicationRequest request) {
    var manifest = request.manifest();
    var member = requireOwned(manifest.providerId(), wallet);
    Certifiers.requireSigned(
        wallet, manifest.message(contracts.chain().id()), request.signature(), "the application");
    requireCertifier(manifest);
    long now = now();
    requireComplete(manifest, member, now);
    return database.transact(
        handle -> {
          // Of two at once the second waits here, and then finds the first.
          handle
              .createQuery("SELECT pg_advisory_xact_lock(hashtext('application'), :provider)")
              .bind("provider", Math.toIntExact(manifest.providerId()))
              .mapTo(String.class)
              .list();
          if (ApplicationTable.hasOpen(handle, manifest.providerId())) {
            throw new MarketException(
                MarketError.LIMIT_REACHED,
                "Provider %d has an application that is not decided yet."
                    .formatted(manifest.providerId()),
                "Wait for its certifier, or withdraw it first.");
          }
          long since = now - MONTH.toSeconds();
          if (ApplicationTable.madeSince(handle, manifest.providerId(), since) >= A_MONTH_MAX) {
            throw new MarketException(
                MarketError.LIMIT_REACHED,
                "Provider %d applied %d times within thirty days."
                    .formatted(manifest.providerId(), A_MONTH_MAX),
                "Apply again when the oldest of them is older.");
          }
          ApplicationTable.add(handle, wallet, request, now);
          if (manifest.documents().isEmpty()) {
            ApplicationTable.become(
                handle, manifest.id(), ApplicationState.APPLIED, now, wallet, null);
          }
          return history.entry(
              handle, ApplicationTable.row(handle, manifest.id()).orElseThrow(), now);
        });
  }

  /// Takes a document that an application announced. With the last one it waits for its certifier.
  public ApplicationEntry receive(Address wallet, Bytes32 id, DocumentContent document) {
    var hash = Sha256.of(document.content());
    return change(
        id,
        (handle, row) -> {
          requireOwner(row, wallet);
          var named =
              row.manifest().documents().stream()
                  .filter(one -> one.sha256().equals(hash))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new Refused(
                              "content",
                              "has the SHA-256 " + hash + ", which the application does not name",
                              "send the sealed bytes that were announced, unchanged"));
          Refused.requireRange("content", document.content().size(), named.bytes(), named.bytes());
          if (row.state() != ApplicationState.AWAITING_DOCUMENTS) {
            return;
          }
          ApplicationTable.keep(handle, id, hash, document.content());
          int wanted = row.manifest().documents().size();
          if (ApplicationTable.received(handle, id).size() == wanted) {
            become(handle, row, ApplicationState.APPLIED, wallet, null);
          }
        });
  }

  /// For the owner: takes an application back, and its documents away.
  public ApplicationEntry withdraw(Address wallet, Bytes32 id) {
    return change(
        id,
        (handle, row) -> {
          requireOwner(row, wallet);
          become(handle, row, ApplicationState.WITHDRAWN, wallet, null);
          ApplicationTable.forget(handle, id);
        });
  }

  /// For the certifier: the campaign begins.
  public ApplicationEntry probe(Address wallet, Bytes32 id) {
    return decide(wallet, id, ApplicationState.PROBING, null);
  }

  /// For the certifier: no certificate, and why.
  public ApplicationEntry refuse(Address wallet, Bytes32 id, Reason reason) {
    return decide(wallet, id, ApplicationState.REFUSED, reason.reason());
  }

  /// A sealed document, for the certifier and the owner.
  public DocumentContent document(Address wallet, Bytes32 id, Bytes32 hash) {
    return database.read(
        handle -> {
          var row = found(ApplicationTable.row(handle, id));
          if (!row.owner().equals(wallet) && !row.manifest().certifier().equals(wallet)) {
            throw notFound();
          }
          return ApplicationTable.content(handle, id, hash)
              .map(DocumentContent::new)
              .orElseThrow(Applications::notFound);
        });
  }

  public Optional<ApplicationEntry> application(Bytes32 id) {
    return database.read(
        handle -> ApplicationTable.row(handle, id).map(row -> history.entry(handle, row, now())));
  }

  /// An application and its place among all.
  public record Placed(ApplicationEntry application, long place) {}

  /// The newest first.
  public List<Placed> applications(
      Optional<Long> provider, Optional<Address> certifier, Optional<Long> before, int limit) {
    return database.read(
        handle ->
            ApplicationTable.rows(handle, provider, certifier, before, limit).stream()
                .map(row -> new Placed(history.entry(handle, row, now()), row.place()))
                .toList());
  }

  /// Notes the certificate of an application, where its evidence says what the criteria want to be
  /// said, and the one who issued it is the one who was asked.
  void certified(Handle handle, Evidence evidence, Bytes32 hash, IndexedEvent event) {
    if (!event.name().equals("CertificateIssued")) {
      return;
    }
    var row = ApplicationTable.locked(handle, evidence.application());
    if (row.isEmpty() || !row.get().state().mayBecome(ApplicationState.CERTIFIED)) {
      return;
    }
    var manifest = row.get().manifest();
    var by = criteria.named(manifest.criteria());
    boolean fits =
        event.number("id") == manifest.providerId()
            && evidence.providerId() == manifest.providerId()
            && event.address("issuer").equals(manifest.certifier())
            && (event.number("scopes") & ~manifest.scopeMask()) == 0
            && evidence.criteria().equals(manifest.criteria())
            && evidence.sort() == sort(manifest.providerId())
            && by.isPresent()
            && evidence.passes(manifest, by.get());
    if (fits) {
      ApplicationTable.become(
          handle,
          evidence.application(),
          ApplicationState.CERTIFIED,
          event.time(),
          manifest.certifier(),
          null);
      ApplicationTable.certificate(handle, evidence.application(), event.number("certificateId"));
    }
  }

  private MemberSort sort(long providerId) {
    return index.members().stream()
        .filter(member -> member.id() == providerId)
        .findFirst()
        .map(Applications::sort)
        .orElse(MemberSort.SERVICE);
  }

  static MemberSort sort(MemberEntry member) {
    int storage = Registry.DIRECT | Registry.CLOUD | Registry.DEPIN;
    return (member.kinds() & storage) != 0 ? MemberSort.STORAGE : MemberSort.SERVICE;
  }

  private ApplicationEntry decide(
      Address wallet, Bytes32 id, ApplicationState state, @Nullable String reason) {
    certifiers.requireCertifier(wallet);
    return change(
        id,
        (handle, row) -> {
          if (!row.manifest().certifier().equals(wallet)) {
            throw new MarketException(
                MarketError.FORBIDDEN,
                "The application names %s as its certifier.".formatted(row.manifest().certifier()),
                "Only that wallet may decide on it.");
          }
          become(handle, row, state, wallet, reason);
        });
  }

  private void become(
      Handle handle,
      ApplicationRow row,
      ApplicationState state,
      Address by,
      @Nullable String reason) {
    if (!row.state().mayBecome(state)) {
      throw new MarketException(
          MarketError.WRONG_STATE,
          "The application is %s, and cannot become %s."
              .formatted(words(row.state()), words(state)),
          row.state() == ApplicationState.AWAITING_DOCUMENTS
              ? "It waits for documents that its manifest names."
              : "GET /v1/applications/" + row.id() + " tells its history.");
    }
    ApplicationTable.become(handle, row.id(), state, now(), by, reason);
  }

  private static String words(ApplicationState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// A change of one application.
  @FunctionalInterface
  private interface Work {
    void on(Handle handle, ApplicationRow row);
  }

  private ApplicationEntry change(Bytes32 id, Work work) {
    return database.transact(
        handle -> {
          work.on(handle, found(ApplicationTable.locked(handle, id)));
          return history.entry(handle, found(ApplicationTable.row(handle, id)), now());
        });
  }

  private MemberEntry requireOwned(long providerId, Address wallet) {
    var member = index.members().stream().filter(one -> one.id() == providerId).findFirst();
    if (member.isEmpty() || !member.get().owner().equals(wallet)) {
      throw new MarketException(
          MarketError.FORBIDDEN,
          "Member %d of the register does not belong to %s.".formatted(providerId, wallet),
          "Sign in with the wallet that registered it.");
    }
    return member.get();
  }

  private void requireCertifier(Manifest manifest) {
    int scopes = certifiers.scopesOf(manifest.certifier());
    if ((manifest.scopeMask() & ~scopes) != 0) {
      throw new Refused(
          "manifest.certifier",
          "may not certify all of " + manifest.scopes(),
          "GET /v1/certifiers tells who may");
    }
    if (!certifiers.keyOf(manifest.certifier()).equals(Optional.of(manifest.sealingKey()))) {
      throw new Refused(
          "manifest.sealingKey",
          "is not the key of that certifier",
          "seal the documents again for the key that GET /v1/certifiers shows");
    }
  }

  /// What a program can tell is found before a person looks at it: a missing or expired document.
  private void requireComplete(Manifest manifest, MemberEntry member, long now) {
    if (Math.abs(manifest.madeAt() - now) > CLOCKS.toSeconds()) {
      throw new Refused(
          "manifest.madeAt", "is " + manifest.madeAt() + ", but it is " + now, "make it anew");
    }
    if (!manifest.criteria().equals(criteria.current())) {
      throw new Refused(
          "manifest.criteria",
          "is " + manifest.criteria(),
          "apply by " + criteria.current() + ": GET /v1/criteria");
    }
    Criteria by = criteria.named(criteria.current()).orElseThrow();
    var missing = new HashSet<>(by.needed(manifest.scopeSet(), sort(member)));
    for (var i = 0; i < manifest.documents().size(); i++) {
      var document = manifest.documents().get(i);
      missing.remove(document.kind());
      Long validUntil = document.validUntil();
      if (validUntil != null && validUntil <= now) {
        throw new Refused(
            "manifest.documents[" + i + "].validUntil",
            "is over: the " + document.kind() + " document expired at unix second " + validUntil,
            "hand in one that is valid");
      }
    }
    if (!missing.isEmpty()) {
      throw new Refused(
          "manifest.documents",
          "lack " + missing.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")),
          by.name() + " needs them for " + manifest.scopes());
    }
  }

  private static void requireOwner(ApplicationRow row, Address wallet) {
    if (!row.owner().equals(wallet)) {
      throw new MarketException(
          MarketError.FORBIDDEN,
          "The application is not of " + wallet + ".",
          "Sign in with the wallet that applied.");
    }
  }

  private static ApplicationRow found(Optional<ApplicationRow> row) {
    return row.orElseThrow(Applications::notFound);
  }

  private static MarketException notFound() {
    return new MarketException(
        MarketError.NOT_FOUND,
        "There is no such application or document for this wallet.",
        "GET /v1/applications lists them.");
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
