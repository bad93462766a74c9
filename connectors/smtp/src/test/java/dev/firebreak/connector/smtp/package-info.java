/** Tests of the SMTP connector, most of them against a real server. */
@NullMarked
package dev.firebreak.connector.smtp;

import org.jspecify.annotations.NullMarked;
