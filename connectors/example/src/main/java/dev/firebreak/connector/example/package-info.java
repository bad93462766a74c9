/** The smallest connector and alert source that keep every promise of the contract; copy it. */
@NullMarked
package dev.firebreak.connector.example;

import org.jspecify.annotations.NullMarked;
