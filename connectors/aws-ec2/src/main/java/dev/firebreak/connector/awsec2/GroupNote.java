package dev.firebreak.connector.awsec2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The security groups an interface had, noted in its tags, where people see them too. A tag's value
 * has 256 characters at most and an interface 16 groups at most, so one tag may not do: a value
 * that ends with a plus goes on in the next tag.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions">Tag
 *     restrictions</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups">Security
 *     groups per network interface</a>
 */
final class GroupNote {
  /** Of the first tag; the next ones are numbered from 2. */
  static final String KEY = "firebreak:previous-groups";

  private static final int IDS_A_TAG = 12;
  private static final int MOST_TAGS = 4;
  private static final String GOES_ON = "+";

  private GroupNote() {}

  /** The tags that note these groups. */
  static Map<String, String> of(List<String> groups) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int from = 0; from < groups.size(); from += IDS_A_TAG) {
      int to = Math.min(from + IDS_A_TAG, groups.size());
      String value = String.join(" ", groups.subList(from, to));
      tags.put(key(tags.size()), to < groups.size() ? value + " " + GOES_ON : value);
    }
    return tags;
  }

  /** The noted groups; empty where there is no note, or one that cannot be trusted. */
  static Optional<List<String>> read(Map<String, String> tags) {
    List<String> groups = new ArrayList<>();
    boolean goesOn = true;
    for (int i = 0; goesOn && i < MOST_TAGS; i++) {
      List<String> words = List.of(tags.getOrDefault(key(i), "").split(" ", -1));
      goesOn = words.get(words.size() - 1).equals(GOES_ON);
      groups.addAll(goesOn ? words.subList(0, words.size() - 1) : words);
    }
    boolean whole = !goesOn && groups.stream().allMatch(g -> SecurityGroup.ID.matcher(g).matches());
    return whole ? Optional.of(groups.stream().sorted().distinct().toList()) : Optional.empty();
  }

  /** All keys a note may have. */
  static List<String> keys() {
    return IntStream.range(0, MOST_TAGS).mapToObj(GroupNote::key).toList();
  }

  private static String key(int index) {
    return index == 0 ? KEY : KEY + "-" + (index + 1);
  }
}
