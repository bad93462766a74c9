/** Signed risk insights of Hypernative, which watches blockchains (https://www.hypernative.io). */
@NullMarked
package dev.firebreak.alert.hypernative;

import org.jspecify.annotations.NullMarked;
