package dev.firebreak.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of Firebreak's own settings. Each can be given in {@code <home>/firebreak.properties}, as a
 * system property, or as an environment variable (FIREBREAK_NODE for firebreak.node). An unknown
 * key stops the start.
 */
@ConfigMapping(prefix = "firebreak")
public interface FirebreakConfig {
  /** Folder of everything this installation keeps. Set by the launcher. */
  @WithDefault(".firebreak")
  String home();

  /**
   * Name of this node; two running nodes of one database must differ, a restarted one keeps its
   * name.
   */
  @WithDefault("node-1")
  String node();

  /** Where playbooks and tables are. */
  Playbooks playbooks();

  /** Senders of alerts, by the name in their URL. */
  Map<String, SourceConfig> sources();

  /** Vendor systems, by instance name, which is the first part of a playbook's topics. */
  Map<String, ConnectorConfig> connectors();

  /**
   * What scopes may name as {@code tag:NAME}, by that name: assets and connectors that belong
   * together, such as target:wallet:hot-* and connector:fireblocks.
   */
  Map<String, List<String>> tags();

  Intake intake();

  Correlation correlation();

  Drift drift();

  Readiness readiness();

  Brakes brakes();

  Audit audit();

  Database database();

  /** Playbook settings. */
  interface Playbooks {
    /** Folder with triage.dmn, policy.dmn and one folder a playbook. */
    @WithDefault("playbooks")
    String dir();
  }

  /** One sender. */
  interface SourceConfig {
    /** falco, guardduty, alertmanager, splunk, standard-webhooks ... see /api/v1/sources. */
    String kind();

    /**
     * Whether all its alerts take the critical lane; alerts of severity critical and fatal always
     * do.
     */
    @WithDefault("false")
    boolean critical();

    /** The kind's own settings; its page lists them. */
    Map<String, String> settings();

    /** A certificate that its sender must show at TLS as well; see docs/tls.md. */
    @WithName("client-certificate")
    Optional<ClientCertificateConfig> clientCertificate();
  }

  /** What the certificate of a sender must be. */
  interface ClientCertificateConfig {
    /** PEM file of the authorities that may have issued it. */
    String ca();

    /** Its whole subject as RFC 2253 writes it, CN=siem,O=Example; any where this is not set. */
    Optional<String> subject();

    /** A subject alternative name that it has: DNS name, address, URI or mailbox. */
    @WithName("alternative-name")
    Optional<String> alternativeName();
  }

  /** One vendor system. */
  interface ConnectorConfig {
    /** okta, kubernetes, exchange, fireblocks, jira ... see /api/v1/connectors. */
    String kind();

    /** Hosts, addresses or CIDR ranges in private networks that it may reach, also over http. */
    @WithName("private-hosts")
    Optional<List<String>> privateHosts();

    /** Calls at once. */
    @WithName("max-concurrent")
    @WithDefault("16")
    int maxConcurrent();

    /**
     * The kind's own settings; its page lists them. Secrets may be file:PATH, env:NAME or
     * vault:PATH#FIELD.
     */
    Map<String, String> settings();

    /**
     * Settings that differ when something is lifted, mostly the credential: so that what freezes
     * cannot unfreeze.
     */
    Map<String, String> lift();
  }

  /** Limits of what may wait. */
  interface Intake {
    /**
     * Alerts of ordinary sources that may wait for triage before senders are told to come back
     * later.
     */
    @WithDefault("5000")
    int limit();

    /** The same for critical sources. */
    @WithName("critical-limit")
    @WithDefault("20000")
    int criticalLimit();
  }

  /** How alerts become incidents. */
  interface Correlation {
    /** How long after its last alert an incident takes further ones. */
    @WithDefault("PT1H")
    Duration window();
  }

  /** What holds actions back whatever policy says. */
  interface Brakes {
    /** Assets that nothing may contain: type:id, where * stands for any text. */
    @WithName("never-contain")
    Optional<List<String>> neverContain();

    /** Containments an hour that run without a person; beyond, each is asked for. 0 for no cap. */
    @WithName("contain-per-hour")
    @WithDefault("100")
    int containPerHour();

    /**
     * Things that one containment may hit without a person; one that would hit more, or of which it
     * cannot be seen, is asked for. 0 for no cap. With a cap, or assets never to contain, what can
     * hit more than one thing is rehearsed first, which costs a few requests to its vendor.
     */
    @WithName("contain-at-once")
    @WithDefault("0")
    int containAtOnce();
  }

  /** Asking connectors whether they could act. */
  interface Readiness {
    /** How often each is asked; the first time shortly after the start. */
    @WithDefault("PT5M")
    Duration interval();
  }

  /** The audit trail. */
  interface Audit {
    Witness witness();
  }

  /** Where signed heads of the audit trail are kept outside of the database. */
  interface Witness {
    /**
     * A file that heads are appended to, in a folder that exists: on another machine's mount, or
     * made append-only for this user. Without it whoever owns database and key can rewrite the
     * trail.
     */
    Optional<String> file();

    /**
     * A syslog server that speaks TLS (RFC 5425): host, port, ca-file, private-hosts. It gets each
     * head as one message and says nothing back, so it is told of, and never asked.
     */
    Map<String, String> syslog();

    /**
     * A bucket with Object Lock: url, region, access-key-id, secret-access-key, session-token,
     * prefix, retention, private-hosts, ca-file.
     */
    @WithName("object-store")
    Map<String, String> objectStore();

    /** Whether actions are begun only while every witness keeps heads. */
    @WithDefault("false")
    boolean required();
  }

  /** Watching containments. */
  interface Drift {
    /** How often each is read back. */
    @WithDefault("PT1M")
    Duration interval();
  }

  /** The database. */
  interface Database {
    /**
     * Whether tables are created and migrated at start; set false where a separate role does that.
     */
    @WithDefault("true")
    boolean migrate();
  }
}
