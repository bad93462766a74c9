/**
 * Incidents and alerts of Microsoft Sentinel, sent by a Logic App, and alerts of Microsoft Defender
 * and Entra as Microsoft Graph has them.
 */
@NullMarked
package dev.firebreak.alert.sentinel;

import org.jspecify.annotations.NullMarked;
