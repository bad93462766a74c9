package dev.firebreak.connector.panos;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * {@code <response status="success|error" code="..."/>}, with what the firewall says in {@code
 * msg}, {@code line} and {@code result} elements, and of a User-ID message in {@code entry}
 * elements' {@code message} attributes. Codes:
 * https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-panorama-api/get-started-with-the-pan-os-xml-api/pan-os-xml-api-error-codes
 */
record PanosAnswer(boolean success, String code, String said, Document document) {
  /**
   * @throws ActionFailure as {@link Response#xml}; also where the XML is not such a response
   */
  static PanosAnswer of(Response answer) throws ActionFailure {
    Document document = answer.xml();
    Element response = document.getDocumentElement();
    String status = response.getAttribute("status");
    if (!response.getNodeName().equals("response")
        || !(status.equals("success") || status.equals("error"))) {
      String what = "the answer says neither success nor error; check setting 'url'";
      throw answer.ok() && !answer.toRead()
          ? ActionFailure.unknown(what)
          : ActionFailure.unavailable(what);
    }
    return new PanosAnswer(
        status.equals("success"), response.getAttribute("code"), said(document), document);
  }

  private static String said(Document document) {
    List<String> all = new ArrayList<>();
    for (String name : List.of("msg", "line", "result")) {
      elements(document.getDocumentElement(), name).forEach(e -> all.add(text(e)));
    }
    elements(document.getDocumentElement(), "entry")
        .forEach(e -> all.add(e.getAttribute("message")));
    return VendorHttp.oneLine(String.join(" ", all));
  }

  /** The elements of this name anywhere below. */
  static List<Element> elements(Element below, String name) {
    NodeList found = below.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (Node n = found.item(0); n != null; n = found.item(all.size())) {
      all.add((Element) n);
    }
    return all;
  }

  /** The text directly in an element. */
  static String text(Element element) {
    StringBuilder out = new StringBuilder();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n.getNodeType() == Node.TEXT_NODE || n.getNodeType() == Node.CDATA_SECTION_NODE) {
        out.append(n.getNodeValue());
      }
    }
    return out.toString().strip();
  }
}
