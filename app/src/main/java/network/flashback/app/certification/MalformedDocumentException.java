package network.flashback.app.certification;

/// A sealed document that opens and holds no envelope.
public final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedDocumentException() {
    super("It opens, but holds no document with a name: another program sealed it.");
  }
}
