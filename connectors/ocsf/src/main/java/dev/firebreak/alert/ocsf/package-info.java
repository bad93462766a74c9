/** OCSF Detection Findings from anything that can send them over HTTP (https://schema.ocsf.io). */
@NullMarked
package dev.firebreak.alert.ocsf;

import org.jspecify.annotations.NullMarked;
