package dev.firebreak.evidence;

/**
 * A demand of a framework that a bundle answers in part.
 *
 * @param framework for example {@code PCI DSS 4.0.1}
 * @param id as the framework numbers it
 * @param demand in short
 * @param shown what in the bundle answers it
 * @param files where, for example {@code approvals.json}
 */
public record Control(String framework, String id, String demand, String shown, String files) {}
