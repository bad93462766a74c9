package dev.firebreak.app.cli;

import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.cases.CaseRunner;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results as build servers read them: a {@code testsuite} for each playbook, a {@code testcase} for
 * each case (https://github.com/testmoapp/junitxml). A refused file is a failing case named {@code
 * playbook.bpmn}.
 */
record JUnitXml(List<CaseReport> reports) {
  void write(Path file) {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      for (CaseReport r : reports) {
        suite(xml, r);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (IOException | XMLStreamException e) {
      throw new CannotDo(CannotDo.USAGE, file + " cannot be written: " + e.getMessage());
    }
  }

  private static void suite(XMLStreamWriter xml, CaseReport r) throws XMLStreamException {
    boolean refused = !r.findings().isEmpty();
    long failed = r.cases().stream().filter(c -> c.verdict() != CaseResult.Verdict.PASSED).count();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", r.playbook());
    xml.writeAttribute("tests", Long.toString(r.cases().size() + (refused ? 1 : 0)));
    xml.writeAttribute("failures", Long.toString(failed + (refused ? 1 : 0)));
    if (refused) {
      one(xml, r.playbook(), "playbook.bpmn", 0);
      failure(xml, "the file is refused", r.problems());
      xml.writeEndElement();
    }
    for (CaseResult c : r.cases()) {
      one(xml, r.playbook(), c.name(), c.millis());
      if (c.verdict() == CaseResult.Verdict.FAILED) {
        failure(xml, c.problems().get(0), CaseRunner.difference(c));
      } else if (c.verdict() == CaseResult.Verdict.UNRECORDED) {
        failure(xml, "there is no trace.txt yet; run with --write", List.of());
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void one(XMLStreamWriter xml, String playbook, String name, long millis)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", playbook);
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", millis / 1000.0));
  }

  private static void failure(XMLStreamWriter xml, String message, List<String> more)
      throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("message", storable(message));
    xml.writeCharacters(storable(String.join("\n", more)));
    xml.writeEndElement();
  }

  /** Without the characters that XML has no way to write. */
  private static String storable(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}
