package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;

/**
 * The incident there is now.
 *
 * @param number for example {@code INC0010042}
 * @param sysId 32 hexadecimal digits
 * @param url where people read it
 */
public record Opened(
    @Describe("Number of the incident, for example INC0010042") String number,
    @Describe("Its sys_id") String sysId,
    @Describe("Link to the incident for people") String url) {}
