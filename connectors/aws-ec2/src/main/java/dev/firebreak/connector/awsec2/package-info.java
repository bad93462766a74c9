/**
 * AWS EC2: cuts an instance off by its security groups, established connections included, and gives
 * its groups back.
 */
@NullMarked
package dev.firebreak.connector.awsec2;

import org.jspecify.annotations.NullMarked;
