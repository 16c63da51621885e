package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.flashback.app.client.MarketClient;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.certification.Finding;
import network.flashback.evm.Signature;
import network.flashback.market.certification.ApplicationEntry;

/// Reads an application from a platform, and prints it.
final class ApplicationReport {
  private ApplicationReport() {}

  static ApplicationEntry read(MarketClient client, String id)
      throws IOException, InterruptedException {
    if (!id.matches("0x[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "'%s' is no application: 0x and 64 hexadecimal digits, as `flashback provider apply` prints."
              .formatted(id));
    }
    return client.does("application", Map.of("id", id), null, ApplicationEntry.class);
  }

  /// Makes sure that it is what the provider's owner signed, whatever a platform shows.
  static void requireSigned(ApplicationEntry application, Contracts contracts) {
    var manifest = application.manifest();
    var owner = contracts.registry().ownerOf(manifest.providerId());
    var digest = manifest.message(contracts.chain().id()).digest();
    boolean signed =
        manifest.id().equals(application.id())
            && Signature.parse(application.signature()).isBy(owner, digest);
    if (!signed) {
      throw new IllegalArgumentException(
          "The platform shows an application that provider %d's owner %s did not sign. Do not decide on it, and tell the platform's operator."
              .formatted(manifest.providerId(), owner));
    }
  }

  static void print(ApplicationEntry application, PrintWriter out) {
    var manifest = application.manifest();
    out.printf("application %s%n", application.id());
    out.printf(
        "  of provider %d, for %s, to certifier %s by %s%n",
        manifest.providerId(),
        String.join(", ", manifest.scopes().stream().map(Enum::name).toList()),
        manifest.certifier(),
        manifest.criteria());
    out.printf("  stands at   %s%n", OffersCommand.words(application.state().name()));
    for (var document : manifest.documents()) {
      Long until = document.validUntil();
      out.printf(
          "  document    %-14s %s, %d bytes%s, %s%n",
          OffersCommand.words(document.kind().name()),
          document.sha256(),
          document.bytes(),
          until == null ? "" : ", valid until " + Instant.ofEpochSecond(until),
          application.received().contains(document.sha256()) ? "here" : "not here");
    }
    for (var change : application.history()) {
      out.printf(
          "  %s %-18s %s%s%n",
          Instant.ofEpochSecond(change.at()),
          OffersCommand.words(change.state().name()),
          change.by() == null ? "by time" : "by " + change.by(),
          change.reason() == null ? "" : ": " + change.reason());
    }
  }

  static void print(List<Finding> findings, PrintWriter out) {
    for (var finding : findings) {
      out.printf(
          "  %-8s %-16s %-26s %s%n",
          OffersCommand.words(finding.outcome().name()),
          OffersCommand.words(finding.scope().name()),
          finding.criterion(),
          finding.why());
    }
  }
}
