package network.flashback.s3.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// An element of a request document: local name, text and children. Attributes and namespaces mean
/// nothing to S3 requests.
final class XmlElement {
  private final String name;
  private final StringBuilder text = new StringBuilder();
  private final List<XmlElement> children = new ArrayList<>(2);

  XmlElement(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  String text() {
    return text.toString();
  }

  void append(String more) {
    text.append(more);
  }

  void append(XmlElement child) {
    children.add(child);
  }

  /// The only child: a document's root.
  XmlElement only() {
    if (children.size() != 1) {
      throw new S3Exception(S3Error.MALFORMED_XML);
    }
    return children.getFirst();
  }

  List<XmlElement> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  List<XmlElement> children() {
    return children;
  }

  /// The one child of this name.
  ///
  /// @throws S3Exception `MalformedXML` when there are several
  Optional<XmlElement> one(String childName) {
    List<XmlElement> found = all(childName);
    if (found.size() > 1) {
      throw new S3Exception(S3Error.MALFORMED_XML, childName + " is given more than once.");
    }
    return found.stream().findFirst();
  }

  /// The text of the one child of this name, stripped; empty text counts as absent.
  Optional<String> wordOf(String childName) {
    return textOf(childName).map(String::strip).filter(word -> !word.isEmpty());
  }

  /// The text of the one child of this name.
  ///
  /// @throws S3Exception `MalformedXML` when there are several
  Optional<String> textOf(String childName) {
    List<XmlElement> found = all(childName);
    if (found.size() > 1) {
      throw new S3Exception(S3Error.MALFORMED_XML, childName + " is given more than once.");
    }
    return found.stream().map(XmlElement::text).findFirst();
  }

  String required(String childName) {
    return textOf(childName)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () -> new S3Exception(S3Error.MALFORMED_XML, name + " must have a " + childName + "."));
  }
}
