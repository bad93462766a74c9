/**
 * The life of playbooks and tables: drafts, versions that never change, who released what, where
 * they come from. Beside the way of an alert, which only ever sees what is in force.
 */
@NullMarked
package dev.firebreak.playbook;

import org.jspecify.annotations.NullMarked;
