package network.flashback.app.command;

import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import network.flashback.sdk.UnansweredException;
import org.jspecify.annotations.Nullable;

/// A failure told in one line: what is wrong, and why, from the outermost cause to the innermost.
final class Failure {
  private static final String STATUS =
      " ./flashback status tells what of the network on this machine runs, and ./flashback up --background starts it.";

  private Failure() {}

  static String told(Throwable failure) {
    var told = new ArrayList<String>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      var words = words(cause);
      // An exception without words of its own says nothing that its wrapper has not said.
      if (words != null && told.stream().noneMatch(before -> before.contains(words))) {
        told.add(words);
      }
    }
    if (told.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    return String.join(": ", told) + (isNobodyThere(failure) ? STATUS : "");
  }

  /// Whether it is a platform that refused to be connected to: most often one of this machine that
  /// was not started.
  private static boolean isNobodyThere(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnansweredException && cause.getCause() instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String words(Throwable cause) {
    return switch (cause) {
      case NoSuchFileException missing ->
          "There is no file %s. Check its name, and the folder you are in."
              .formatted(missing.getFile());
      case AccessDeniedException closed ->
          "This user may not open %s. Check whose it is.".formatted(closed.getFile());
      case FileAlreadyExistsException there ->
          "%s is there already. Name another, or move it away.".formatted(there.getFile());
      default -> {
        var inner = cause.getCause();
        var message = cause.getMessage();
        // Wrappers without words repeat the class and message of what they wrap.
        yield inner != null && inner.toString().equals(message) ? null : message;
      }
    };
  }
}
