package dev.firebreak.alert.github;

import java.util.regex.Pattern;

/**
 * Names by which worms that live on stolen GitHub and npm tokens mark the repositories, branches
 * and workflows they make
 * (https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem).
 */
final class Worms {
  private static final Pattern MARK =
      Pattern.compile("(?i)sha(i|1)[-_ ]?hulud|s1ngularity-repository");

  private Worms() {}

  static boolean marked(String text) {
    return MARK.matcher(text).find();
  }
}
