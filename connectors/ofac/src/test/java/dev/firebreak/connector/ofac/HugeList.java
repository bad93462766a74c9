package dev.firebreak.connector.ofac;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a list in a process of its own, whose memory the test limits. */
final class HugeList {
  private HugeList() {}

  public static void main(String[] args) throws IOException {
    SdnList list = ListReader.read(Path.of(args[0]));
    System.out.println(list.size() + " " + list.published().orElseThrow());
  }
}
