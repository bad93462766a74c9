package dev.firebreak.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** One XML element as the gates see it: name, attributes, children, own text and line. */
final class GateElement {
  final QName name;
  final Map<QName, String> attributes;
  final Map<String, String> prefixes;
  final int line;
  final Optional<GateElement> parent;
  final List<GateElement> children = new ArrayList<>();
  final StringBuilder text = new StringBuilder();

  /**
   * @param prefixes namespaces declared on this element, by prefix
   */
  GateElement(
      QName name,
      Map<QName, String> attributes,
      Map<String, String> prefixes,
      int line,
      Optional<GateElement> parent) {
    this.name = name;
    this.attributes = attributes;
    this.prefixes = prefixes;
    this.line = line;
    this.parent = parent;
  }

  boolean is(String namespace, String localName) {
    return name.getNamespaceURI().equals(namespace) && name.getLocalPart().equals(localName);
  }

  /** The attribute without a namespace; empty where absent. */
  String attribute(String localName) {
    return attributes.getOrDefault(new QName(localName), "");
  }

  String attribute(String namespace, String localName) {
    return attributes.getOrDefault(new QName(namespace, localName), "");
  }

  boolean has(String namespace, String localName) {
    return attributes.containsKey(new QName(namespace, localName));
  }

  Stream<GateElement> children(String namespace, String localName) {
    return children.stream().filter(child -> child.is(namespace, localName));
  }

  Stream<GateElement> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(GateElement::all));
  }

  String trimmedText() {
    return text.toString().strip();
  }

  /** The namespace that a prefix stands for here; empty where it stands for none. */
  String namespaceOf(String prefix) {
    String declared = prefixes.get(prefix);
    return declared != null ? declared : parent.map(outer -> outer.namespaceOf(prefix)).orElse("");
  }

  /** Id of the nearest element that has one, or this element's name. */
  String place() {
    for (Optional<GateElement> at = Optional.of(this); at.isPresent(); at = at.get().parent) {
      String id = at.get().attribute("id");
      if (!id.isEmpty()) {
        return id;
      }
    }
    return name.getLocalPart();
  }
}
