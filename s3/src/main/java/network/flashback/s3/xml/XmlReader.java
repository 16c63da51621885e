package network.flashback.s3.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// Reads a request document that a stranger wrote: no DTD, no entities of its own, bounded in
/// bytes, depth and elements.
final class XmlReader {
  // 10,000 parts, each with an entity tag and a checksum, are 2 MiB.
  private static final int BYTES_MAX = 4 * 1024 * 1024;
  private static final int DEPTH_MAX = 16;
  private static final int ELEMENTS_MAX = 100_000;
  private static final XMLInputFactory FACTORY = factory();

  private final Deque<XmlElement> open = new ArrayDeque<>();
  private int elements;

  private XmlReader() {}

  /// The document's root.
  ///
  /// The whole body is read, and so verified by its stream, before anything of it is parsed.
  ///
  /// @throws S3Exception `MalformedXML`
  static XmlElement read(InputStream body, String rootName) throws IOException {
    byte[] bytes = body.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "The XML is larger than " + BYTES_MAX + " bytes.");
    }
    return parse(bytes, rootName);
  }

  static XmlElement parse(byte[] bytes, String rootName) {
    XmlElement root = new XmlReader().tree(bytes);
    if (!root.name().equals(rootName)) {
      throw new S3Exception(
          S3Error.MALFORMED_XML,
          "The root of the XML must be " + rootName + ", not " + root.name());
    }
    return root;
  }

  private XmlElement tree(byte[] bytes) {
    try {
      var document = new XmlElement("");
      open.push(document);
      XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (xml.hasNext()) {
        take(xml, xml.next());
      }
      xml.close();
      return document.only();
    } catch (XMLStreamException malformed) {
      throw new S3Exception(S3Error.MALFORMED_XML, S3Error.MALFORMED_XML.message(), malformed);
    }
  }

  private void take(XMLStreamReader xml, int event) {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> begin(xml.getLocalName());
      case XMLStreamConstants.END_ELEMENT -> open.pop();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
          open.element().append(xml.getText());
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new S3Exception(S3Error.MALFORMED_XML, "The XML must not have a document type.");
      default -> {
        // Comments, processing instructions and the declaration carry nothing.
      }
    }
  }

  private void begin(String name) {
    if (open.size() > DEPTH_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML, "The XML is nested too deeply.");
    }
    if (++elements > ELEMENTS_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML, "The XML has too many elements.");
    }
    var element = new XmlElement(name);
    open.element().append(element);
    open.push(element);
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("External entities are not read.");
        });
    return factory;
  }
}
