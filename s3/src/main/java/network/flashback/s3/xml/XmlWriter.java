package network.flashback.s3.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Writes one XML document, escaping as it goes.
final class XmlWriter {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text =
      new StringBuilder(512).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /// Opens the root in the namespace of S3.
  XmlWriter root(String name) {
    open.push(name);
    text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
    return this;
  }

  XmlWriter open(String name) {
    open.push(name);
    text.append('<').append(name).append('>');
    return this;
  }

  /// Opens an element that tells its type as ACLs do, with `xsi:type`.
  XmlWriter openTyped(String name, String type) {
    open.push(name);
    text.append('<')
        .append(name)
        .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"")
        .append(type)
        .append("\">");
    return this;
  }

  XmlWriter close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  XmlWriter element(String name, String value) {
    text.append('<').append(name).append('>');
    escape(value);
    text.append("</").append(name).append('>');
    return this;
  }

  XmlWriter element(String name, long value) {
    return element(name, Long.toString(value));
  }

  XmlWriter element(String name, boolean value) {
    return element(name, Boolean.toString(value));
  }

  /// Nothing when there is no value.
  XmlWriter element(String name, Optional<String> value) {
    value.ifPresent(present -> element(name, present));
    return this;
  }

  /// Text of the element that is open.
  XmlWriter text(String value) {
    escape(value);
    return this;
  }

  byte[] toBytes() {
    while (!open.isEmpty()) {
      close();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> appendPlain(c);
      }
    }
  }

  // XML 1.0 has no control characters, yet keys may hold them. Like S3 we write a reference;
  // `encoding-type=url` is the way out.
  private void appendPlain(char c) {
    boolean control = c < ' ' && c != '\t' && c != '\n';
    if (control || c == 0xFFFE || c == 0xFFFF) {
      text.append("&#x").append(Integer.toHexString(c)).append(';');
    } else {
      text.append(c);
    }
  }
}
