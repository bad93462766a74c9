package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * The instance an action works on.
 *
 * @param instance one id; names and filters could match more
 */
record InstanceId(@Describe("Id of the EC2 instance, like i-0123456789abcdef0.") String instance) {
  private static final Pattern ID = Pattern.compile("i-[0-9a-f]{8,17}");

  InstanceId {
    if (!ID.matcher(instance).matches()) {
      throw new IllegalArgumentException(
          "input 'instance' must be an id like i-0123456789abcdef0, got "
              + instance.length()
              + " characters that are none");
    }
  }
}
