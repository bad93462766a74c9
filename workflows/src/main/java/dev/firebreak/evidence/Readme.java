package dev.firebreak.evidence;

/** The page that stands beside the files. */
final class Readme {
  private Readme() {}

  static String of(CaseFile file) {
    return """
    Evidence of incident %s, made %s.

    report.pdf, report.html   for people
    incident.json             the incident as it stood
    timeline.json             what happened, in order of time
    alerts.json               alerts in normal form; messages/ has each message byte for byte
    decisions.json            what triage decided, by which rules of which table
    runs.json, playbooks/     which version of which playbook ran, its diagram and hash
    actions.json              what was done, with digests of what went over the wire
    approvals.json            what people were asked, and what each answered
    containments.json         what was taken away, its read-backs and its lifts
    clocks.json               regulators' deadlines
    audit/entries.jsonl       the entries of the audit trail, with the proof of each
    audit/head.json           the signed head that the proofs lead to
    audit/keys.pem            public keys; compare them with a copy from elsewhere
    manifest.json             SHA-256 of every file; how many alerts, actions and messages there are
    manifest.sig              Ed25519 over 'firebreak.evidence.v1', a line feed and manifest.json

    To check all of it without a server:  java -jar firebreak-verifier.jar THIS.zip --key audit-key.pub
    A digest of a request is SHA-256 over its method, a space, its path with query, a line feed
    and its body; that of an answer is over its body. Contents are not kept.
    """
        .formatted(file.incident().id(), file.at());
  }
}
