/**
 * Cases of playbooks: an alert, how the world answers, and what has to happen; played on the real
 * stages, with a database of their own and without any vendor.
 */
@NullMarked
package dev.firebreak.cases;

import org.jspecify.annotations.NullMarked;
