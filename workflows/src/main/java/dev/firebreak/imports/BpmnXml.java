package dev.firebreak.imports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads and writes BPMN as a tree, without document types, entities or anything external. */
final class BpmnXml {
  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  private static final int MOST_BYTES = 1 << 20;

  private BpmnXml() {}

  static Document read(byte[] bytes) throws ImportRefused {
    if (bytes.length > MOST_BYTES) {
      throw new ImportRefused(List.of("the file has more than " + MOST_BYTES + " bytes"));
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Thrown());
      return builder.parse(new ByteArrayInputStream(bytes));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new ImportRefused(List.of("the file is no XML that is read here: " + e.getMessage()));
    }
  }

  static byte[] write(Document document) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
      document.setXmlStandalone(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (TransformerException e) {
      throw new IllegalStateException("a tree in memory can be written", e);
    }
  }

  static List<Element> all(Element root, String name) {
    return list(root.getElementsByTagNameNS(BPMN, name));
  }

  /** Of whatever namespace. */
  static List<Element> named(Element root, String name) {
    return list(root.getElementsByTagNameNS("*", name));
  }

  static Stream<Element> children(Element parent) {
    return list(parent.getChildNodes()).stream();
  }

  static Stream<Element> children(Element parent, String name) {
    return children(parent)
        .filter(e -> BPMN.equals(e.getNamespaceURI()) && name.equals(e.getLocalName()));
  }

  static Optional<Element> child(Element parent, String name) {
    return children(parent, name).findFirst();
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element e) {
        all.add(e);
      }
    }
    return all;
  }

  private static final class Thrown implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
