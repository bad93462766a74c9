/** The embedded PostgreSQL and the migrations. */
@NullMarked
package dev.firebreak.app.database;

import org.jspecify.annotations.NullMarked;
