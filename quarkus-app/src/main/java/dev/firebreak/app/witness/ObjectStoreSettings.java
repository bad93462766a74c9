package dev.firebreak.app.witness;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which bucket, and how it is opened. */
record ObjectStoreSettings(
    @Describe("The bucket's URL: https://BUCKET.s3.REGION.amazonaws.com, or https://host/BUCKET")
        URI url,
    @Describe("Region, as it stands in signatures") String region,
    @Describe("Access key id") Secret accessKeyId,
    @Describe("Secret access key") Secret secretAccessKey,
    @Describe("Session token, which temporary keys have") Optional<Secret> sessionToken,
    @Describe(value = "What the names of objects begin with", byDefault = "firebreak-heads/")
        String prefix,
    @Describe(value = "How long nobody may delete a head", byDefault = "P400D") Duration retention,
    @Describe("File with the certificates, in PEM, of the authorities trusted for it")
        Optional<String> caFile,
    @Describe("Hosts, addresses or CIDR ranges in private networks that it may be in")
        List<String> privateHosts) {
  ObjectStoreSettings {
    if (!prefix.matches("[A-Za-z0-9._/-]{0,200}")) {
      throw new IllegalArgumentException(
          "setting 'prefix' must be of letters, digits and . _ / -, got '" + prefix + "'");
    }
    if (retention.toDays() < 1) {
      throw new IllegalArgumentException(
          "setting 'retention' must be a day or more, got " + retention);
    }
  }
}
