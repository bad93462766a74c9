/** Tests of the ServiceNow connector. */
@NullMarked
package dev.firebreak.connector.servicenow;

import org.jspecify.annotations.NullMarked;
