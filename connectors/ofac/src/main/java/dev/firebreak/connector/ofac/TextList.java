package dev.firebreak.connector.ofac;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with one address a line, as derived lists come, one file for each asset
 * (https://github.com/0xB10C/ofac-sanctioned-digital-currency-addresses/tree/lists). Empty lines
 * and those that begin with {@code #} are skipped. The asset is the last part of the file's name:
 * {@code sanctioned_addresses_XBT.txt}.
 */
final class TextList {
  private static final Pattern ASSET = Pattern.compile("_([A-Z0-9]{2,10})\\.txt$");
  private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z]{2,20}:)?[0-9A-Za-z]{10,128}");

  private TextList() {}

  static SdnList read(Path file) throws IOException {
    Matcher named = ASSET.matcher(file.getFileName().toString());
    String asset = named.find() ? named.group(1) : "";
    List<SdnList.Listing> all = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String address = line.replace("\uFEFF", "").strip();
        if (!address.isEmpty() && !address.startsWith("#")) {
          all.add(listing(asset, address, number));
        }
      }
    } catch (CharacterCodingException e) {
      throw new ListFormatException("it is no text");
    }
    return SdnList.of(all, Optional.empty());
  }

  private static SdnList.Listing listing(String asset, String address, int line)
      throws ListFormatException {
    if (!ADDRESS.matcher(address).matches()) {
      throw new ListFormatException("line " + line + " is no address");
    }
    return new SdnList.Listing(asset, address, "", "");
  }
}
