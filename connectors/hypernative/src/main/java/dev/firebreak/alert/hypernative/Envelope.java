package dev.firebreak.alert.hypernative;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is posted: the signed text and its signature. {@code id} is not covered by the signature.
 *
 * @param id the channel's id of this delivery
 * @param data JSON as text; its UTF-8 bytes are what is signed
 * @param signature base64 of the DER form
 */
record Envelope(Optional<String> id, String data, String signature) {
  private static final int MOST = 256 * 1024;

  static Envelope read(byte[] message) throws UnusableAlert {
    JsonBody body = JsonBody.parse(message);
    Optional<JsonBody> data = body.at("/data");
    if (data.isEmpty()) {
      throw new UnusableAlert(
          "/data", "is missing; expected Hypernative's webhook message with data as a text");
    }
    if (!data.get().node().isTextual()) {
      throw data.get().wrong("text that holds JSON");
    }
    String text = data.get().node().textValue();
    if (text.length() > MOST) {
      throw new UnusableAlert("/data", "has over " + MOST + " characters");
    }
    return new Envelope(body.text("/id", 200), text, body.required("/digitalSignature", 400));
  }

  byte[] signedBytes() {
    return data.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What {@code data} holds.
   *
   * @throws UnusableAlert placed at {@code /data}, since no pointer leads into a text
   */
  RiskInsight insight() throws UnusableAlert {
    try {
      return RiskInsight.read(JsonBody.parse(data));
    } catch (UnusableAlert e) {
      String place = e.pointer().isEmpty() ? "" : "at " + e.pointer() + ": ";
      throw new UnusableAlert("/data", "inside this text, " + place + e.getMessage());
    }
  }
}
