/** Tests of the AWS IAM connector. */
@NullMarked
package dev.firebreak.connector.awsiam;

import org.jspecify.annotations.NullMarked;
