/** Security events of GitHub repositories, organizations and enterprises, by signed webhook. */
@NullMarked
package dev.firebreak.alert.github;

import org.jspecify.annotations.NullMarked;
