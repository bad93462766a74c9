package dev.firebreak.app.witness;

import dev.firebreak.connector.Describe;
import java.util.List;
import java.util.Optional;

/** Where the syslog server is. */
record SyslogSettings(
    @Describe("Host name, which its certificate must be made out to") String host,
    @Describe(value = "Port", byDefault = "6514") int port,
    @Describe("File with the certificates, in PEM, of the authorities trusted for it")
        Optional<String> caFile,
    @Describe("Hosts, addresses or CIDR ranges in private networks that it may be in")
        List<String> privateHosts) {}
