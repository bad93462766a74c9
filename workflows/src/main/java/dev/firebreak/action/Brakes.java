package dev.firebreak.action;

/**
 * What holds actions back whatever policy says.
 *
 * @param stop stops everything that goes out
 * @param never assets that are never contained
 * @param cap how many containments an hour run without a person
 * @param radius what one containment may hit
 */
public record Brakes(StopSwitch stop, NeverContain never, HourlyCap cap, BlastRadius radius) {}
