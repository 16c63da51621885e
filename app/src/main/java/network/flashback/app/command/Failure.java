package network.flashback.app.command;

import java.util.LinkedHashSet;

/// A failure told in one line: what is wrong, and why, from the outermost cause to the innermost.
final class Failure {
  private Failure() {}

  static String told(Throwable failure) {
    var told = new LinkedHashSet<String>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      var message = cause.getMessage();
      told.add(message == null ? cause.getClass().getSimpleName() : message);
    }
    return String.join(": ", told);
  }
}
