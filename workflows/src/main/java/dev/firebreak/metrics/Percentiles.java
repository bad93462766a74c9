package dev.firebreak.metrics;

/** Of a time in seconds: half, nine tenths, and 99 of 100 were at most so long. */
public record Percentiles(double p50, double p90, double p99) {}
