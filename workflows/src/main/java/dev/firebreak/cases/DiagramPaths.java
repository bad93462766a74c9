package dev.firebreak.cases;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What may come before what in a diagram.
 *
 * @param before by element, those right before it
 * @param repeated elements inside of a multi-instance
 */
public record DiagramPaths(Map<String, Set<String>> before, Set<String> repeated) {
  static DiagramPaths of(NodeList all) {
    Map<String, Set<String>> before = new HashMap<>();
    Set<String> repeated = new HashSet<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element e = (Element) all.item(i);
      String id = e.getAttribute("id");
      switch (e.getLocalName()) {
        case "sequenceFlow" ->
            edge(before, e.getAttribute("sourceRef"), e.getAttribute("targetRef"));
        case "boundaryEvent" -> edge(before, e.getAttribute("attachedToRef"), id);
        case "subProcess" -> inside(e, before);
        case "multiInstanceLoopCharacteristics" -> repeat((Element) e.getParentNode(), repeated);
        default -> {
          // No arrow of its own.
        }
      }
    }
    return new DiagramPaths(before, repeated);
  }

  private static void edge(Map<String, Set<String>> before, String from, String to) {
    before.computeIfAbsent(to, t -> new LinkedHashSet<>()).add(from);
  }

  /** A sub process is entered before its elements, and left after them. */
  private static void inside(Element process, Map<String, Set<String>> before) {
    String id = process.getAttribute("id");
    boolean event = process.getAttribute("triggeredByEvent").equals("true");
    NodeList children = process.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child) {
        switch (String.valueOf(child.getLocalName())) {
          case "startEvent" -> edge(before, id, child.getAttribute("id"));
          case "endEvent" -> edge(before, child.getAttribute("id"), id);
          default -> {
            // Reached by arrows.
          }
        }
      }
    }
    if (event && process.getParentNode() instanceof Element scope) {
      NodeList beside = scope.getChildNodes();
      for (int i = 0; i < beside.getLength(); i++) {
        if (beside.item(i) instanceof Element other && other != process) {
          edge(before, other.getAttribute("id"), id);
        }
      }
    }
  }

  private static void repeat(Element repeatedOne, Set<String> repeated) {
    repeated.add(repeatedOne.getAttribute("id"));
    NodeList inner = repeatedOne.getElementsByTagNameNS("*", "*");
    for (int i = 0; i < inner.getLength(); i++) {
      repeated.add(((Element) inner.item(i)).getAttribute("id"));
    }
  }

  /** All elements that a run may have passed when it comes to this one, without itself. */
  public Set<String> allBefore(String element) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(element));
    while (!open.isEmpty()) {
      for (String id : before.getOrDefault(open.pop(), Set.of())) {
        if (seen.add(id)) {
          open.push(id);
        }
      }
    }
    seen.remove(element);
    return seen;
  }
}
