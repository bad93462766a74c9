/** Tests of the AWS EC2 connector. */
@NullMarked
package dev.firebreak.connector.awsec2;

import org.jspecify.annotations.NullMarked;
