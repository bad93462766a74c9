package dev.firebreak.connector.ofac;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads both of OFAC's XML formats. In {@code sdn.xml} an address is an {@code id} of an entry, in
 * {@code sdn_advanced.xml} a feature of a party, whose type is declared at the beginning; both name
 * it {@code Digital Currency Address - XBT}.
 *
 * @see <a
 *     href="https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas">Data
 *     formats and schemas</a>
 */
final class SdnXml implements XmlWalk.Visitor {
  private static final String TYPE = "Digital Currency Address";
  private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("M/d/uuuu");
  private static final String ENTRY = "sdnList/sdnEntry";
  private static final String PARTY = "Sanctions/DistinctParties/DistinctParty";
  private static final String NAME = PARTY + "/Profile/Identity/Alias/DocumentedName";
  private static final String FEATURE = PARTY + "/Profile/Feature";

  private record Found(String asset, String address) {}

  private final List<SdnList.Listing> listings = new ArrayList<>();
  private final Map<String, String> assetByFeatureType = new HashMap<>();
  private final Map<String, String> date = new HashMap<>();
  private final List<Found> ofThisEntry = new ArrayList<>();
  private final StringBuilder name = new StringBuilder();
  private String entry = "";
  private String idType = "";
  private String idNumber = "";
  private String featureType = "";
  private boolean named;
  private Optional<LocalDate> published = Optional.empty();

  SdnList list() {
    return SdnList.of(listings, published);
  }

  @Override
  public void begin(String path, XMLStreamReader element) throws XMLStreamException {
    if (!path.contains("/") && !path.equals("sdnList") && !path.equals("Sanctions")) {
      throw new XMLStreamException("its root is '" + path + "', not OFAC's sdnList or Sanctions");
    }
    switch (path) {
      case ENTRY -> open("");
      case PARTY -> open(attribute(element, "FixedRef"));
      case FEATURE -> featureType = attribute(element, "FeatureTypeID");
      case "Sanctions/ReferenceValueSets/FeatureTypeValues/FeatureType" ->
          featureType = attribute(element, "ID");
      default -> {}
    }
  }

  @Override
  public void end(String path, String text) {
    switch (path) {
      case "sdnList/publshInformation/Publish_Date" -> published = date(text);
      case ENTRY + "/uid" -> entry = text;
      case ENTRY + "/firstName", ENTRY + "/lastName" -> addName(text);
      case ENTRY + "/idList/id/idType" -> idType = text;
      case ENTRY + "/idList/id/idNumber" -> idNumber = text;
      case ENTRY + "/idList/id" -> id();
      case ENTRY, PARTY -> close();
      case "Sanctions/DateOfIssue/Year",
          "Sanctions/DateOfIssue/Month",
          "Sanctions/DateOfIssue/Day" ->
          date.put(path, text);
      case "Sanctions/DateOfIssue" -> published = issued();
      case "Sanctions/ReferenceValueSets/FeatureTypeValues/FeatureType" ->
          asset(text).ifPresent(a -> assetByFeatureType.put(featureType, a));
      case NAME + "/DocumentedNamePart/NamePartValue" -> addName(text);
      case NAME -> named = true;
      case FEATURE + "/FeatureVersion/VersionDetail" ->
          Optional.ofNullable(assetByFeatureType.get(featureType)).ifPresent(a -> found(a, text));
      default -> {}
    }
  }

  private void open(String id) {
    entry = id;
    featureType = "";
    name.setLength(0);
    named = false;
    ofThisEntry.clear();
  }

  private void id() {
    asset(idType).ifPresent(a -> found(a, idNumber));
    idType = "";
    idNumber = "";
  }

  /** Only the first name of a party: the others are aliases. */
  private void addName(String part) {
    if (!named && !part.isEmpty()) {
      name.append(name.isEmpty() ? "" : " ").append(part);
    }
  }

  private void found(String asset, String address) {
    if (!address.isEmpty()) {
      ofThisEntry.add(new Found(asset, address));
    }
  }

  private void close() {
    for (Found f : ofThisEntry) {
      listings.add(new SdnList.Listing(f.asset(), f.address(), entry, name.toString()));
    }
    open("");
  }

  private static Optional<String> asset(String type) {
    return type.startsWith(TYPE)
        ? Optional.of(type.substring(TYPE.length()).replaceFirst("^[\\s-]+", ""))
        : Optional.empty();
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text, US_DATE));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<LocalDate> issued() {
    return date(part("Month") + "/" + part("Day") + "/" + part("Year"));
  }

  private String part(String name) {
    return date.getOrDefault("Sanctions/DateOfIssue/" + name, "");
  }

  private static String attribute(XMLStreamReader element, String name) {
    return Optional.ofNullable(element.getAttributeValue(null, name)).orElse("");
  }
}
