/** Block lists that Firebreak serves itself, for firewalls to fetch. */
@NullMarked
package dev.firebreak.connector.edl;

import org.jspecify.annotations.NullMarked;
