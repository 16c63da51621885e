package network.flashback.node.status;

import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A status for people: one page of HTML without script, for narrow screens and dark rooms too.
///
/// @param whole whether it is for the operator
record StatusPage(NodeStatus status, boolean whole) {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
      h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
      dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem}
      dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
      .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
      th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}
      .bad{color:#c22;font-weight:600}@media(prefers-color-scheme:dark){.bad{color:#f77}}
      """;

  String html() {
    var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    page.append("<title>Provider ").append(status.provider().id()).append("</title><style>");
    page.append(STYLE).append("</style></head><body><main>");
    page.append("<h1>Provider ").append(status.provider().id()).append("</h1><dl>");
    overview(page);
    page.append("</dl>");
    audits(page);
    if (whole) {
      disk(page);
      agreements(page);
      duties(page);
    } else {
      page.append("<p><a href=\"/operator\">More for its operator</a></p>");
    }
    return page.append("</main></body></html>\n").toString();
  }

  private void overview(StringBuilder page) {
    var provider = status.provider();
    line(page, "standing", status.standing().inWords());
    line(page, "class", provider.storageClass().toLowerCase(Locale.ROOT));
    line(page, "region", provider.region());
    line(page, "version", provider.version());
    line(page, "node key", provider.nodeKey());
    status
        .chain()
        .ifPresentOrElse(
            chain -> {
              line(
                  page,
                  "chain",
                  (chain.reached() ? "block " : "out of reach; last block ")
                      + chain.height()
                      + ", "
                      + chain.ageSeconds()
                      + " s old");
              line(page, "epoch", chain.epoch().map(Object::toString).orElse("not begun"));
            },
            () -> line(page, "chain", "out of reach since the start"));
    line(page, "for sale", gib(status.disk().capacityBytes()));
    line(page, "used", gib(status.disk().usedBytes()));
  }

  private void audits(StringBuilder page) {
    var audits = status.audits();
    page.append("<h2>Audits since ")
        .append(audits.since().truncatedTo(ChronoUnit.DAYS).toString(), 0, 10)
        .append("</h2><dl>");
    line(page, "proven", Long.toString(audits.passed()));
    line(page, "missed", Long.toString(audits.missed()));
    line(page, "leaves admitted", Long.toString(audits.admitted()));
    page.append("</dl>");
    if (audits.newest().isEmpty()) {
      return;
    }
    table(page, "epoch", "outcome", "at");
    for (var audit : audits.newest().stream().limit(10).toList()) {
      var outcome =
          !audit.proven()
              ? "missed"
              : audit.admitted() == 0 ? "proven" : "proven but for " + audit.admitted();
      row(page, Long.toString(audit.epoch()), outcome, audit.at().toString());
    }
    page.append("</table></div>");
  }

  private void disk(StringBuilder page) {
    var disk = status.disk();
    page.append("<h2>Disks and money</h2><dl>");
    line(page, "reserved", gib(disk.reservedBytes()));
    line(page, "free", gib(disk.freeBytes()));
    line(page, "pieces", Long.toString(disk.pieces()));
    line(page, "lost", disk.lostPieces() + " pieces since the start");
    line(page, "damaged", disk.damagedAgreements() + " agreements");
    line(
        page,
        "read whole",
        disk.scrubbing()
            ? "now"
            : disk.scrubbed()
                    .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                    .orElse("not since the start")
                + ", next "
                + disk.scrubNext().truncatedTo(ChronoUnit.SECONDS));
    disk.failure()
        .ifPresent(
            failure ->
                page.append("<dt>failure</dt><dd class=\"bad\">")
                    .append(escaped(failure))
                    .append("</dd>"));
    line(page, "withdrawn", status.earnings().withdrawn() + " units since the first start");
    line(page, "waiting", status.earnings().waiting() + " units on the chain");
    line(page, "unpaid", status.earnings().unpaidBytes() + " bytes served");
    page.append("</dl>");
    table(page, "disk", "for sale", "promised", "used", "free", "agreements", "state");
    for (var folder : disk.folders()) {
      var state = folder.state();
      row(
          page,
          state.folder().toString(),
          gib(state.capacityBytes()),
          gib(state.promisedBytes()),
          gib(state.usedBytes()),
          gib(folder.freeBytes()),
          Integer.toString(state.agreements()),
          state.failure().orElse("works"));
    }
    page.append("</table></div>");
  }

  private void agreements(StringBuilder page) {
    page.append("<h2>Agreements: ").append(status.agreementsTotal()).append("</h2>");
    table(page, "id", "state", "reserved", "used", "unpaid", "ends", "root");
    for (var agreement : status.agreements()) {
      row(
          page,
          agreement.id(),
          agreement.state().toLowerCase(Locale.ROOT),
          gib(agreement.reservedBytes()),
          gib(agreement.usedBytes()),
          agreement.unpaidBytes() + " B",
          agreement.endsAt().toString(),
          agreement.root().substring(0, 10));
    }
    page.append("</table></div>");
  }

  private void duties(StringBuilder page) {
    page.append("<h2>Next</h2>");
    table(page, "at", "what");
    for (var duty : status.duties()) {
      row(page, duty.at().truncatedTo(ChronoUnit.SECONDS).toString(), duty.what());
    }
    page.append("</table></div>");
  }

  private static void table(StringBuilder page, String... heads) {
    page.append("<div class=\"scroll\"><table><tr>");
    for (var head : heads) {
      page.append("<th>").append(escaped(head)).append("</th>");
    }
    page.append("</tr>");
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("<tr>");
    for (var cell : cells) {
      page.append("<td>").append(escaped(cell)).append("</td>");
    }
    page.append("</tr>");
  }

  private static void line(StringBuilder page, String what, String text) {
    page.append("<dt>").append(escaped(what)).append("</dt><dd>");
    page.append(escaped(text)).append("</dd>");
  }

  private static String gib(long bytes) {
    return String.format(
        Locale.ROOT, "%d.%02d GiB", bytes >> 30, ((bytes & ((1L << 30) - 1)) * 100) >> 30);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
