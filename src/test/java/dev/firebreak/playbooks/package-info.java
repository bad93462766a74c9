/** Every playbook is played through before it is shipped: real stages, scripted vendors. */
@NullMarked
package dev.firebreak.playbooks;

import org.jspecify.annotations.NullMarked;
