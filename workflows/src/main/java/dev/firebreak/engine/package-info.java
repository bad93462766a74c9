/**
 * The playbook engine, fenced in: the only package that knows Camunda. Others see {@link
 * dev.firebreak.engine.PlaybookEngine} and {@link dev.firebreak.engine.DecisionTable}, and are told
 * what happens through {@link dev.firebreak.engine.RunListener}.
 */
@NullMarked
package dev.firebreak.engine;

import org.jspecify.annotations.NullMarked;
