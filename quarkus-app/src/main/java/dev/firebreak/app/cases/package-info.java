/**
 * Sets the stages up for cases: a database of their own, the engine, connectors that call nobody.
 */
@NullMarked
package dev.firebreak.app.cases;

import org.jspecify.annotations.NullMarked;
