/**
 * Who may do what: accounts, the roles granted to them and what those cover, tokens, passwords and
 * sessions. Beside the way of an alert; asked by the stages in which people act.
 */
@NullMarked
package dev.firebreak.access;

import org.jspecify.annotations.NullMarked;
