package dev.firebreak.connector.ofac;

import dev.firebreak.http.VendorHttp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;

/** Reads a file in whichever of the three formats it is. */
final class ListReader {
  private ListReader() {}

  /**
   * @throws ListFormatException where it is none of them, breaks off, or holds no address
   * @throws IOException where it cannot be read
   */
  static SdnList read(Path file) throws IOException {
    SdnList list = isXml(file) ? xml(file) : TextList.read(file);
    if (list.size() == 0) {
      throw new ListFormatException("it holds no digital currency address");
    }
    return list;
  }

  private static SdnList xml(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      SdnXml reading = new SdnXml();
      XmlWalk.through(in, reading);
      return reading.list();
    } catch (XMLStreamException e) {
      throw new ListFormatException(VendorHttp.oneLine("its XML is broken: " + e.getMessage()));
    }
  }

  private static boolean isXml(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      int c = in.read();
      while (c == 0xEF || c == 0xBB || c == 0xBF || Character.isWhitespace(c)) {
        c = in.read();
      }
      return c == '<';
    }
  }
}
