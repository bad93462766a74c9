package dev.firebreak.connector.slack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages in Block Kit. What others chose is always {@code plain_text}, of which Slack makes no
 * marks, links or mentions; only our own labels are {@code mrkdwn}. Lengths:
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object (3,000),
 * https://docs.slack.dev/reference/block-kit/blocks/section-block (2,000 in a field, ten fields),
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element.
 */
final class Blocks {
  /** By which the alert source knows our button. */
  static final String OPEN_APPROVAL = "firebreak_open_approval";

  private static final int LONGEST_TEXT = 3_000;
  private static final int LONGEST_FALLBACK = 4_000;
  private static final int LONGEST_FIELD = 2_000;
  private static final int LONGEST_VALUE = 2_000;

  private Blocks() {}

  static List<Map<String, Object>> of(String text) {
    return List.of(section(text));
  }

  /**
   * @param link the whole address of the approval
   */
  static List<Map<String, Object>> of(Question question, String link) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(block("header", "text", plain("Approval needed", 150)));
    blocks.add(section(question.asked()));
    blocks.add(
        block(
            "section",
            "fields",
            List.of(
                label("Target"),
                plain(question.target(), LONGEST_FIELD),
                label("Severity"),
                plain(question.severity(), LONGEST_FIELD),
                label("Answer within"),
                plain(question.timeoutInWords(), LONGEST_FIELD),
                label("Without an answer"),
                plain(question.silence(), LONGEST_FIELD))));
    question.details().ifPresent(d -> blocks.add(section(d)));
    blocks.add(block("actions", "elements", List.of(button(link))));
    String hint =
        "The button opens Firebreak, where the decision is made. A click decides nothing.";
    blocks.add(block("context", "elements", List.of(plain(hint, LONGEST_TEXT))));
    return blocks;
  }

  /** All of it in one text, for notifications and screen readers. */
  static String spoken(Question question, String link) {
    return "Approval needed, to be decided at "
        + link
        + "\n"
        + question.asked()
        + "\nTarget: "
        + question.target()
        + "\nSeverity: "
        + question.severity()
        + "\nAnswer within: "
        + question.timeoutInWords()
        + "\nWithout an answer: "
        + question.silence();
  }

  static String fallback(String text) {
    return PlainText.escaped(text, LONGEST_FALLBACK);
  }

  private static Map<String, Object> section(String text) {
    return block("section", "text", plain(text, LONGEST_TEXT));
  }

  private static Map<String, Object> button(String link) {
    Map<String, Object> button = block("button", "text", plain("Open the approval", 75));
    button.put("action_id", OPEN_APPROVAL);
    button.put("url", link);
    button.put("value", link.substring(0, Math.min(link.length(), LONGEST_VALUE)));
    return button;
  }

  private static Map<String, Object> label(String ours) {
    Map<String, Object> text = block("mrkdwn", "text", "*" + ours + "*");
    text.put("verbatim", true);
    return text;
  }

  private static Map<String, Object> plain(String text, int longest) {
    Map<String, Object> plain = block("plain_text", "text", PlainText.escaped(text, longest));
    plain.put("emoji", false);
    return plain;
  }

  private static Map<String, Object> block(String type, String member, Object value) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("type", type);
    block.put(member, value);
    return block;
  }
}
