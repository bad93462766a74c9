/** ServiceNow: opens, comments and resolves the incidents people work on. */
@NullMarked
package dev.firebreak.connector.servicenow;

import org.jspecify.annotations.NullMarked;
