package dev.firebreak.connector.ofac;

import dev.firebreak.connector.Describe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of one list.
 *
 * @param files where the list is on disk; exactly one where it is downloaded
 * @param url where it is downloaded from; empty where something else keeps the files current
 * @param redirectHosts hosts the download may be sent on to
 * @param refresh how long after the last look a new one is taken
 * @param maxAge how old the files may be
 * @param timeout for connecting and for each wait for bytes
 */
public record OfacSettings(
    @Describe(
            "Files with the list: sdn.xml, sdn_advanced.xml, or text with one address a line. With"
                + " `url`, one file that Firebreak may replace.")
        List<String> files,
    @Describe("Where to download it from; leave out where something else keeps the files current.")
        Optional<URI> url,
    @Describe(
            value = "Hosts that the download may be redirected to.",
            byDefault = "wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com")
        List<String> redirectHosts,
    @Describe(value = "How often to look for a newer list.", byDefault = "PT6H") Duration refresh,
    @Describe(
            value =
                "Nothing is screened against files older than this, counted from their modification"
                    + " time, which a successful look renews.",
            byDefault = "PT72H")
        Duration maxAge,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT60S")
        Duration timeout) {
  public OfacSettings {
    files = List.copyOf(files);
    redirectHosts = List.copyOf(redirectHosts);
    if (files.isEmpty() || url.isPresent() && files.size() != 1) {
      throw new IllegalArgumentException(
          url.isPresent()
              ? "setting 'files' must name exactly one file where 'url' is set, got " + files
              : "setting 'files' must name the list's files");
    }
    if (refresh.compareTo(Duration.ofMinutes(1)) < 0 || maxAge.compareTo(refresh) < 0) {
      throw new IllegalArgumentException(
          "setting 'refresh' must be PT1M or more and at most 'max-age', got "
              + refresh
              + " and "
              + maxAge);
    }
    if (url.isPresent() && url.get().getHost() == null) {
      throw new IllegalArgumentException(
          "setting 'url' must be like https://host/path, got '" + url.get() + "'");
    }
  }

  List<Path> paths() {
    return files.stream().map(Path::of).toList();
  }
}
