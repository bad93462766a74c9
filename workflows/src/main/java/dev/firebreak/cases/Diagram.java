package dev.firebreak.cases;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * What cases need to know of a BPMN file.
 *
 * @param nodes ids of all flow nodes, in the file's order, with their names
 * @param ends ids of the end events of the process itself
 * @param steps the connector steps
 * @param flows ids of the sequence flows, in the file's order
 * @param paths what may come before what
 */
public record Diagram(
    Map<String, String> nodes,
    Set<String> ends,
    List<Step> steps,
    Set<String> flows,
    DiagramPaths paths) {
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  /** A service task: its topic, and the names of its input parameters. */
  public record Step(String id, String topic, Set<String> inputs) {}

  /**
   * @throws CaseUnusable when the bytes are no XML
   */
  public static Diagram read(byte[] bpmn) throws CaseUnusable {
    Map<String, String> nodes = new LinkedHashMap<>();
    Set<String> ends = new LinkedHashSet<>();
    List<Step> steps = new ArrayList<>();
    Set<String> flows = new LinkedHashSet<>();
    Element root = parse(bpmn);
    NodeList all = root.getElementsByTagNameNS(BPMN, "*");
    for (int i = 0; i < all.getLength(); i++) {
      Element e = (Element) all.item(i);
      String type = e.getLocalName();
      if (isFlowNode(type)) {
        nodes.put(e.getAttribute("id"), e.getAttribute("name"));
      }
      if (type.equals("sequenceFlow")) {
        flows.add(e.getAttribute("id"));
      }
      if (type.equals("endEvent") && e.getParentNode().getLocalName().equals("process")) {
        ends.add(e.getAttribute("id"));
      }
      if (type.equals("serviceTask")) {
        steps.add(new Step(e.getAttribute("id"), e.getAttributeNS(CAMUNDA, "topic"), inputs(e)));
      }
    }
    return new Diagram(nodes, ends, steps, flows, DiagramPaths.of(all));
  }

  private static boolean isFlowNode(String type) {
    return type.endsWith("Event")
        || type.endsWith("Gateway")
        || type.endsWith("Task")
        || Set.of("task", "subProcess", "transaction", "callActivity").contains(type);
  }

  private static Set<String> inputs(Element step) {
    Set<String> inputs = new LinkedHashSet<>();
    NodeList all = step.getElementsByTagNameNS(CAMUNDA, "inputParameter");
    for (int i = 0; i < all.getLength(); i++) {
      inputs.add(((Element) all.item(i)).getAttribute("name"));
    }
    return inputs;
  }

  private static Element parse(byte[] bpmn) throws CaseUnusable {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Thrown());
      return builder.parse(new ByteArrayInputStream(bpmn)).getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new CaseUnusable("the playbook is no BPMN file: " + e.getMessage(), e);
    }
  }

  /** The default one prints to the terminal. */
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

  /** Where a node stands in the file; nodes that are not in it come last. */
  Map<String, Integer> order() {
    Map<String, Integer> order = new HashMap<>();
    nodes.keySet().forEach(id -> order.put(id, order.size()));
    return order;
  }
}
