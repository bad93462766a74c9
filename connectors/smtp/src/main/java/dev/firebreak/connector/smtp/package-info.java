/** Mail by SMTP to the people on a list, for when nothing else reaches them. */
@NullMarked
package dev.firebreak.connector.smtp;

import org.jspecify.annotations.NullMarked;
