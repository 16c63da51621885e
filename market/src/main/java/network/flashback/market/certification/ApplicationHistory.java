package network.flashback.market.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Certificate;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.evm.Bytes32;
import network.flashback.market.certification.ApplicationEntry.ApplicationChange;
import network.flashback.market.indexer.CertificateEntry;
import network.flashback.market.indexer.RegisterIndex;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Tells an application together with what became of its certificate on the chain.
final class ApplicationHistory {
  private static final int CERTIFICATES_MAX = 1_000;

  private final RegisterIndex register;

  ApplicationHistory(RegisterIndex register) {
    this.register = register;
  }

  /// @param now unix second at which certificates have to be valid
  ApplicationEntry entry(Handle handle, ApplicationRow row, long now) {
    var changes = new ArrayList<>(ApplicationTable.changes(handle, row.id()));
    var certificate = row.certificate().flatMap(id -> certificate(row, id, now));
    certificate.ifPresent(issued -> goOn(handle, changes, issued, now));
    return new ApplicationEntry(
        row.id(),
        certificate.isPresent() ? changes.getLast().state() : row.state(),
        row.owner(),
        row.manifest(),
        row.signature(),
        ApplicationTable.received(handle, row.id()),
        row.certificate().orElse(null),
        changes);
  }

  private Optional<CertificateEntry> certificate(ApplicationRow row, long id, long now) {
    return register
        .certificates(
            Optional.of(row.manifest().providerId()), Optional.empty(), now, CERTIFICATES_MAX)
        .stream()
        .filter(certificate -> certificate.id() == id)
        .findFirst();
  }

  private static void goOn(
      Handle handle, List<ApplicationChange> changes, CertificateEntry certificate, long now) {
    var issue = certificate.history().getFirst();
    var noted = changes.removeLast();
    changes.add(
        new ApplicationChange(
            ApplicationState.CERTIFIED,
            issue.at(),
            issue.by(),
            noted.reason(),
            issue.reasonHash(),
            issue.transaction()));
    for (var change : certificate.history().subList(1, certificate.history().size())) {
      changes.add(
          new ApplicationChange(
              state(change.state()),
              change.at(),
              change.by(),
              reason(handle, change.reasonHash()),
              change.reasonHash(),
              change.transaction()));
    }
    if (certificate.state() == Certificate.State.ISSUED && certificate.validUntil() <= now) {
      changes.add(
          new ApplicationChange(
              ApplicationState.EXPIRED, certificate.validUntil(), null, null, null, null));
    }
  }

  private static ApplicationState state(Certificate.State state) {
    return switch (state) {
      case NONE, ISSUED -> ApplicationState.CERTIFIED;
      case SUSPENDED -> ApplicationState.SUSPENDED;
      case REVOKED -> ApplicationState.REVOKED;
    };
  }

  private static @Nullable String reason(Handle handle, Bytes32 hash) {
    return handle
        .createQuery("SELECT document FROM evidence WHERE hash = :hash AND length(document) < 4000")
        .bind("hash", hash.toString())
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }
}
