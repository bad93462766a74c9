package dev.firebreak.alert.okta;

import dev.firebreak.alert.Severity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event type means for security
 * (https://developer.okta.com/docs/reference/api/event-types/). What protects (a suspension, a
 * cleared session, a revoked token) is no alert: a responder's own work would come back as one.
 *
 * @param kind how outcome and circumstances count
 * @param severity of a success
 * @param attacks ATT&amp;CK references
 */
record EventMeaning(Kind kind, Severity severity, List<String> attacks) {
  /** How an event type is weighed. */
  enum Kind {
    /** Okta says that something is wrong; the outcome does not matter. */
    THREAT,
    /** The same, but worth what the risk level says. */
    RISK,
    /** Somebody changed something; a failed try is low. */
    CHANGE,
    /** Somebody signed in or got a token: means nothing unless it failed or looks odd. */
    SIGN_IN,
    /** The end of something that was an alert. */
    OVER,
    /** Ordinary work among types that mean something else. */
    ORDINARY
  }

  /** Type (a star at its end stands for anything), kind, severity, references. */
  private static final String TABLE =
      """
      security.threat.detected THREAT MEDIUM TA0006 T1110
      security.attack.start THREAT HIGH TA0006 T1110
      security.attack.end OVER HIGH TA0006 T1110
      security.breached_credential.detected THREAT HIGH TA0006 T1589.001
      security.session.detect_client_roaming THREAT MEDIUM TA0006 T1539
      security.request.blocked THREAT LOW TA0001
      security.events.provider.receive_event RISK MEDIUM TA0001
      security.protected_action.attempt CHANGE LOW TA0003
      security.trusted_origin.* CHANGE LOW TA0005 T1562.001
      security.authenticator.lifecycle.deactivate CHANGE MEDIUM TA0006 T1556.006
      security.authenticator.lifecycle.* CHANGE LOW TA0006 T1556.006
      security.zone.remove_blacklist CHANGE MEDIUM TA0005 T1562.007
      security.zone.make_blacklist ORDINARY UNKNOWN
      security.device.add_request_blacklist_policy ORDINARY UNKNOWN
      security.events.provider.create CHANGE LOW TA0005 T1562.001
      security.events.provider.activate CHANGE LOW TA0005 T1562.001
      security.voice.* CHANGE LOW TA0005 T1562.001
      security.* CHANGE MEDIUM TA0005 T1562.001
      user.account.report_suspicious_activity_by_enduser THREAT HIGH TA0001 T1078
      user.risk.detect RISK MEDIUM TA0001 T1078
      user.risk.change RISK MEDIUM TA0001 T1078
      user.session.context.change RISK LOW TA0006 T1539
      policy.entity_risk.* RISK MEDIUM TA0001 T1078
      policy.continuous_access.* RISK MEDIUM TA0006 T1539
      policy.auth_reevaluate.fail RISK MEDIUM TA0006 T1539
      policy.auth_reevaluate.* RISK LOW TA0006 T1539
      device.signals.status.timeout THREAT LOW TA0005 T1562.001
      app.oauth2.token.detect_reuse THREAT MEDIUM TA0006 T1528
      app.oauth2.as.token.detect_reuse THREAT MEDIUM TA0006 T1528
      app.oauth2.invalid_client_credentials THREAT LOW TA0006 T1110
      app.generic.unauth_app_access_attempt THREAT LOW TA0001 T1078
      app.oauth2.as.authorize.scope_denied THREAT LOW TA0001 T1078
      system.api_token.request_outside_allowed_range THREAT MEDIUM TA0006 T1528
      system.oauth2.token.request_outside_allowed_range THREAT MEDIUM TA0006 T1528
      system.org.rate_limit.violation THREAT LOW TA0040 T1499
      system.client.rate_limit.violation THREAT LOW TA0040 T1499
      core.concurrency.org.limit.violation THREAT LOW TA0040 T1499
      user.account.lock THREAT LOW TA0006 T1110
      user.account.lock.limit THREAT MEDIUM TA0006 T1110
      user.account.use_token THREAT LOW TA0006 T1110
      user.mfa.attempt_bypass THREAT HIGH TA0006 T1556.006
      user.mfa.okta_verify.deny_push THREAT MEDIUM TA0006 T1621
      user.mfa.okta_verify.deny_push_upgrade_needed THREAT LOW TA0006 T1621
      user.session.impersonation.initiate CHANGE HIGH TA0001 T1199
      user.session.impersonation.grant CHANGE MEDIUM TA0001 T1199
      user.session.impersonation.extend CHANGE MEDIUM TA0001 T1199
      user.session.impersonation.revoke OVER MEDIUM TA0001 T1199
      user.session.impersonation.end OVER MEDIUM TA0001 T1199
      support.org.* CHANGE LOW TA0001 T1199
      system.directory.debugger.* CHANGE LOW TA0001 T1199
      user.account.privilege.grant CHANGE MEDIUM TA0003 T1098.003
      user.account.privilege.revoke CHANGE LOW TA0040 T1531
      group.privilege.grant CHANGE MEDIUM TA0003 T1098.003
      group.privilege.revoke CHANGE LOW TA0040 T1531
      iam.resourceset.bindings.add CHANGE MEDIUM TA0003 T1098.003
      iam.role.permissions.add CHANGE MEDIUM TA0003 T1098.003
      iam.* CHANGE LOW TA0003 T1098.003
      app.oauth2.client.privilege.grant CHANGE MEDIUM TA0003 T1098.003
      app.oauth2.client.privilege.revoke CHANGE LOW TA0040 T1531
      app.oauth2.credentials.lifecycle.create CHANGE MEDIUM TA0003 T1098.001
      app.oauth2.credentials.lifecycle.activate CHANGE MEDIUM TA0003 T1098.001
      app.oauth2.client.lifecycle.create CHANGE LOW TA0003 T1098.001
      app.oauth2.client.lifecycle.update CHANGE LOW TA0003 T1098.001
      app.oauth2.client.read_client_secret CHANGE LOW TA0006 T1552
      app.oauth2.admin.consent.grant CHANGE LOW TA0003 T1098.003
      app.oauth2.trusted_server.add CHANGE MEDIUM TA0003 T1098.001
      app.keys.* CHANGE LOW TA0003 T1098.001
      app.saml.sensitive.attribute.update CHANGE MEDIUM TA0003 T1556
      system.api_token.create CHANGE MEDIUM TA0003 T1098.001
      system.api_token.enable CHANGE MEDIUM TA0003 T1098.001
      system.api_token.update CHANGE LOW TA0003 T1098.001
      system.idp.lifecycle.read_client_secret CHANGE LOW TA0006 T1552
      system.idp.lifecycle.delete CHANGE LOW TA0005 T1484.002
      system.idp.lifecycle.* CHANGE MEDIUM TA0003 T1484.002
      system.idp.key.* CHANGE MEDIUM TA0003 T1484.002
      system.mfa.factor.deactivate CHANGE MEDIUM TA0006 T1556.006
      system.mfa.factor.activate CHANGE LOW TA0006 T1556.006
      system.log_stream.lifecycle.delete CHANGE MEDIUM TA0005 T1562.008
      system.log_stream.lifecycle.deactivate CHANGE MEDIUM TA0005 T1562.008
      event_hook.deactivated CHANGE MEDIUM TA0005 T1562.008
      event_hook.deleted CHANGE MEDIUM TA0005 T1562.008
      event_hook.updated CHANGE LOW TA0005 T1562.008
      inline_hook.created CHANGE LOW TA0003 T1556
      inline_hook.updated CHANGE LOW TA0003 T1556
      system.hook.key.* CHANGE LOW TA0003 T1556
      user.mfa.factor.reset_all CHANGE MEDIUM TA0006 T1556.006
      user.mfa.factor.deactivate CHANGE LOW TA0006 T1556.006
      user.mfa.factor.suspend CHANGE LOW TA0006 T1556.006
      user.mfa.factor.update CHANGE LOW TA0003 T1098.005
      user.mfa.factor.activate CHANGE LOW TA0003 T1098.005
      device.enrollment.create CHANGE LOW TA0003 T1098.005
      device.user.add CHANGE LOW TA0003 T1098.005
      device.desktop_mfa.recovery_pin.generate CHANGE LOW TA0006 T1556.006
      device.integration.endpoint_security.deactivate CHANGE MEDIUM TA0005 T1562.001
      device.assurance.policy.delete CHANGE MEDIUM TA0005 T1562.001
      device.assurance.policy.update CHANGE LOW TA0005 T1562.001
      policy.lifecycle.delete CHANGE MEDIUM TA0005 T1556
      policy.lifecycle.deactivate CHANGE MEDIUM TA0005 T1556
      policy.lifecycle.overwrite CHANGE MEDIUM TA0005 T1556
      policy.lifecycle.* CHANGE LOW TA0005 T1556
      policy.rule.delete CHANGE MEDIUM TA0005 T1556
      policy.rule.deactivate CHANGE MEDIUM TA0005 T1556
      policy.rule.update CHANGE LOW TA0005 T1556
      policy.rule.add CHANGE LOW TA0005 T1556
      policy.rule.activate CHANGE LOW TA0005 T1556
      application.policy.sign_on.deny_access SIGN_IN LOW TA0001 T1078
      application.policy.sign_on.rule.delete CHANGE MEDIUM TA0005 T1556
      application.policy.sign_on.* CHANGE LOW TA0005 T1556
      app.policy.sign_on.update CHANGE LOW TA0005 T1556
      zone.delete CHANGE MEDIUM TA0005 T1562.007
      zone.deactivate CHANGE MEDIUM TA0005 T1562.007
      zone.remove_blacklist CHANGE MEDIUM TA0005 T1562.007
      zone.update CHANGE LOW TA0005 T1562.007
      application.configuration.read_client_secret CHANGE LOW TA0006 T1552
      application.configuration.update_api_credentials_for_pass_change CHANGE LOW TA0003 T1098.001
      application.configuration.disable_delauth_outbound CHANGE LOW TA0005 T1556
      application.configuration.enable_delauth_outbound CHANGE LOW TA0005 T1556
      application.user_membership.show_password CHANGE MEDIUM TA0006 T1555
      application.lifecycle.deactivate CHANGE LOW TA0040 T1489
      application.lifecycle.delete CHANGE LOW TA0040 T1489
      application.lifecycle.create CHANGE LOW TA0003 T1098
      user.lifecycle.create CHANGE LOW TA0003 T1136.003
      user.lifecycle.activate CHANGE LOW TA0003 T1136.003
      user.lifecycle.reactivate CHANGE LOW TA0003 T1098
      user.lifecycle.unsuspend CHANGE LOW TA0003 T1098
      user.lifecycle.delete.initiated CHANGE LOW TA0040 T1531
      user.lifecycle.password_mass_expiry CHANGE MEDIUM TA0040 T1531
      user.account.reset_password CHANGE LOW TA0003 T1098
      user.account.update_password CHANGE LOW TA0003 T1098
      user.account.update_primary_email CHANGE LOW TA0003 T1098
      user.account.update_secondary_email CHANGE LOW TA0003 T1098
      user.account.unlock_by_admin CHANGE LOW TA0003 T1098
      user.behavior.profile.reset CHANGE LOW TA0005 T1562.001
      analytics.reports.export.download CHANGE LOW TA0009 T1213
      pam.secret.reveal CHANGE LOW TA0006 T1555
      pam.server_account.password.reveal CHANGE LOW TA0006 T1555
      pam.service_account.password.reveal CHANGE LOW TA0006 T1555
      pam.security_policy.delete CHANGE MEDIUM TA0005 T1562.001
      workflows.user.role.*.add CHANGE LOW TA0003 T1098.003
      workload_principal.ai_agent.credential.create CHANGE MEDIUM TA0003 T1098.001
      org.not_configured_origin.redirection.usage THREAT LOW TA0001
      user.session.start SIGN_IN LOW TA0006 T1110
      user.session.access_admin_app SIGN_IN LOW TA0006 T1110
      user.authentication.* SIGN_IN LOW TA0006 T1110
      user.mfa.okta_verify SIGN_IN LOW TA0006 T1621
      policy.evaluate_sign_on SIGN_IN LOW TA0006 T1110
      system.ldapi.bind SIGN_IN LOW TA0006 T1110
      """;

  private static final Map<String, EventMeaning> ALL = new LinkedHashMap<>();

  static {
    TABLE
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            part ->
                ALL.put(
                    part[0],
                    new EventMeaning(
                        Kind.valueOf(part[1]),
                        Severity.valueOf(part[2]),
                        Arrays.asList(part).subList(3, part.length))));
  }

  EventMeaning {
    attacks = List.copyOf(attacks);
  }

  /** The meaning of a type: its own, else that of the first line above whose star covers it. */
  static Optional<EventMeaning> of(String type) {
    EventMeaning own = ALL.get(type);
    return own != null
        ? Optional.of(own)
        : ALL.entrySet().stream()
            .filter(e -> covers(e.getKey(), type))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  private static boolean covers(String pattern, String type) {
    int star = pattern.indexOf('*');
    return star >= 0
        && type.length() >= pattern.length()
        && type.startsWith(pattern.substring(0, star))
        && type.endsWith(pattern.substring(star + 1));
  }

  /** Everything that is known, by type. */
  static Map<String, EventMeaning> all() {
    return Map.copyOf(ALL);
  }
}
