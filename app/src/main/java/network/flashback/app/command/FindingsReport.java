package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import network.flashback.app.setup.Finding;

/// Prints what checks found, for people or as JSON.
record FindingsReport(List<Finding> findings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void print(PrintWriter out) {
    findings.forEach(found -> out.println(found.inWords()));
    out.flush();
  }

  /// @param next commands that come next
  void printJson(List<String> next, PrintWriter out) {
    var report = JSON.createObjectNode();
    report.put("ready", !Finding.anyRefused(findings));
    var list = report.putArray("findings");
    for (var found : findings) {
      list.addObject()
          .put("subject", found.subject())
          .put("verdict", found.verdict().word())
          .put("detail", found.detail())
          .put("remedy", found.remedy());
    }
    var commands = report.putArray("next");
    next.forEach(commands::add);
    out.println(report);
    out.flush();
  }
}
