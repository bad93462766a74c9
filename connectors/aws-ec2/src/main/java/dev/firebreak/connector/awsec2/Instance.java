package dev.firebreak.connector.awsec2;

import java.util.Set;

/**
 * An EC2 instance.
 *
 * @param state pending, running, stopping, stopped, shutting-down or terminated
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html">Instance
 *     lifecycle</a>
 */
record Instance(String id, String state) {
  private static final Set<String> OVER = Set.of("shutting-down", "terminated");

  /** Whether it is gone or going, and its interfaces with it. */
  boolean over() {
    return OVER.contains(state);
  }
}
