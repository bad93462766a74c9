package dev.firebreak.alert.cef;

import dev.firebreak.alert.JsonBody;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event's extension by its short keys, and the custom fields by their labels ({@code cs1Label=x
 * cs1=y} is {@code x}). Values that only say that there is none are left out.
 *
 * @param plain by key, in their order
 * @param labelled by label in lower case with underscores, in their order
 */
record CefFields(Map<String, String> plain, Map<String, String> labelled) {
  private static final Pattern CUSTOM =
      Pattern.compile(
          "(cs|cn|cfp|c6a|flexString|flexNumber|flexDate|deviceCustomString|deviceCustomNumber"
              + "|deviceCustomFloatingPoint|deviceCustomIPv6Address|deviceCustomDate)\\d");

  private static final Set<String> NOTHING =
      Set.of("-", "n/a", "na", "none", "null", "unknown", "undefined", "0.0.0.0", "::");

  /** Full names of the dictionary, which some products write, in lower case. */
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("deviceaction", "act"),
          Map.entry("applicationprotocol", "app"),
          Map.entry("baseeventcount", "cnt"),
          Map.entry("destinationaddress", "dst"),
          Map.entry("destinationhostname", "dhost"),
          Map.entry("destinationport", "dpt"),
          Map.entry("destinationprocessname", "dproc"),
          Map.entry("destinationuserid", "duid"),
          Map.entry("destinationusername", "duser"),
          Map.entry("deviceaddress", "dvc"),
          Map.entry("devicehostname", "dvchost"),
          Map.entry("deviceeventcategory", "cat"),
          Map.entry("devicereceipttime", "rt"),
          Map.entry("devicetimezone", "dtz"),
          Map.entry("starttime", "start"),
          Map.entry("endtime", "end"),
          Map.entry("eventoutcome", "outcome"),
          Map.entry("filename", "fname"),
          Map.entry("message", "msg"),
          Map.entry("requesturl", "request"),
          Map.entry("sourceaddress", "src"),
          Map.entry("sourcehostname", "shost"),
          Map.entry("sourceport", "spt"),
          Map.entry("sourceprocessname", "sproc"),
          Map.entry("sourceuserid", "suid"),
          Map.entry("sourceusername", "suser"),
          Map.entry("transportprotocol", "proto"));

  static CefFields read(String extension, boolean truncated) {
    Map<String, String> pairs = CefExtension.pairs(extension, truncated);
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, String> labelled = new LinkedHashMap<>();
    pairs.forEach(
        (key, value) -> {
          Optional<String> label =
              CUSTOM.matcher(key).matches()
                  ? Optional.ofNullable(pairs.get(key + "Label")).map(CefFields::name)
                  : Optional.empty();
          boolean isLabel =
              key.endsWith("Label") && CUSTOM.matcher(key.substring(0, key.length() - 5)).matches();
          if (NOTHING.contains(value.toLowerCase(Locale.ROOT)) || isLabel) {
            return;
          }
          label
              .filter(l -> !l.isEmpty())
              .ifPresentOrElse(
                  l -> labelled.putIfAbsent(l, value),
                  () ->
                      plain.putIfAbsent(
                          SHORT.getOrDefault(key.toLowerCase(Locale.ROOT), key), value));
        });
    return new CefFields(plain, labelled);
  }

  private static String name(String label) {
    String words =
        label
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_");
    return JsonBody.bounded(words.replaceAll("^_|_$", ""), 100);
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(plain.get(key));
  }

  /** The first of some labels, or of keys by the same name. */
  Optional<String> labelled(String... names) {
    for (String name : names) {
      Optional<String> value =
          Optional.ofNullable(labelled.get(name)).or(() -> Optional.ofNullable(plain.get(name)));
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }
}
