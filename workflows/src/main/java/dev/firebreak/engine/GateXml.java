package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a file from somebody we do not trust: UTF-8 only, no document type, no entities, no
 * processing instructions, and limits on bytes, depth, elements and attributes, so that this reader
 * and the engine's see the same and neither can be made to work long.
 */
final class GateXml {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 40;
  static final int MAX_ELEMENTS = 10_000;
  static final int MAX_ATTRIBUTES = 40;
  private static final String BROKEN = "is not well-formed XML: correct it in the modeler";
  private static final XMLInputFactory FACTORY = factory();

  private GateXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    return factory;
  }

  /**
   * @throws Unreadable with the one finding that ended the reading
   */
  static GateElement read(byte[] bytes) throws Unreadable {
    if (bytes.length > MAX_BYTES) {
      throw new Unreadable(
          0, "the file has " + bytes.length + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException broken) {
      // The parser says -1 where it does not know.
      int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNumber();
      throw new Unreadable(Math.max(0, line), BROKEN, broken);
    } catch (RuntimeException lost) {
      // The JDK's parser fails so where it has no message for a fault, for example in a DOCTYPE.
      throw new Unreadable(0, BROKEN, lost);
    }
  }

  private static GateElement read(XMLStreamReader reader) throws XMLStreamException, Unreadable {
    checkEncoding(reader);
    Optional<GateElement> root = Optional.empty();
    Optional<GateElement> open = Optional.empty();
    int depth = 0;
    int elements = 0;
    while (reader.hasNext()) {
      int line = reader.getLocation().getLineNumber();
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw new Unreadable(
                line,
                "more than %d levels or %d elements: split the playbook"
                    .formatted(MAX_DEPTH, MAX_ELEMENTS));
          }
          GateElement element = element(reader, open);
          open.ifPresent(outer -> outer.children.add(element));
          root = root.isPresent() ? root : Optional.of(element);
          open = Optional.of(element);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          open = open.flatMap(element -> element.parent);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.ifPresent(element -> element.text.append(reader.getText()));
        case XMLStreamConstants.DTD,
            XMLStreamConstants.ENTITY_REFERENCE,
            XMLStreamConstants.ENTITY_DECLARATION ->
            throw new Unreadable(line, "document types and entities are refused: remove <!DOCTYPE");
        case XMLStreamConstants.PROCESSING_INSTRUCTION ->
            throw new Unreadable(line, "processing instructions are refused: remove <?...?>");
        default -> {
          // Comments and the ends of the document say nothing.
        }
      }
    }
    return root.orElseThrow(() -> new Unreadable(0, "the file is empty"));
  }

  private static void checkEncoding(XMLStreamReader reader) throws Unreadable {
    for (String encoding : List.of(text(reader.getEncoding()), text(scheme(reader)))) {
      if (!encoding.isEmpty() && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
        throw new Unreadable(1, "encoding " + encoding + " is refused: save the file as UTF-8");
      }
    }
  }

  private static String scheme(XMLStreamReader reader) {
    return text(reader.getCharacterEncodingScheme());
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static GateElement element(XMLStreamReader reader, Optional<GateElement> parent)
      throws Unreadable {
    int line = reader.getLocation().getLineNumber();
    if (reader.getAttributeCount() > MAX_ATTRIBUTES) {
      throw new Unreadable(line, "more than " + MAX_ATTRIBUTES + " attributes on one element");
    }
    Map<QName, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
    }
    Map<String, String> prefixes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      prefixes.put(text(reader.getNamespacePrefix(i)), text(reader.getNamespaceURI(i)));
    }
    return new GateElement(reader.getName(), attributes, prefixes, line, parent);
  }

  /** A file that could not be read to its end. */
  static final class Unreadable extends Exception {
    private final transient Finding finding;

    Unreadable(int line, String message) {
      super(message);
      this.finding = new Finding(line, "file", message);
    }

    Unreadable(int line, String message, Throwable cause) {
      super(message, cause);
      this.finding = new Finding(line, "file", message);
    }

    Finding finding() {
      return finding;
    }
  }
}
