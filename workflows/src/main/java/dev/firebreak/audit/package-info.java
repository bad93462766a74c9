/**
 * The record of everything that happened: written in the transaction of what it records, then
 * sealed into a Merkle tree. Called by all, calls nobody but the store.
 */
@NullMarked
package dev.firebreak.audit;

import org.jspecify.annotations.NullMarked;
