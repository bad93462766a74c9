package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.AwsKey;
import java.net.URI;
import java.util.Optional;

/**
 * One AWS account.
 *
 * @param url of IAM; there is one for each partition, see
 *     https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 * @param stsUrl of the Security Token Service, which tells who a key belongs to
 * @param signingRegion that IAM's signatures name: us-east-1, cn-north-1 in China, us-gov-west-1 in
 *     GovCloud
 * @param stsRegion that the Security Token Service's signatures name
 */
public record AwsIamSettings(
    @Describe("Access key id of Firebreak's own IAM user, or of a temporary key.")
        Secret accessKeyId,
    @Describe("Secret access key that belongs to it.") Secret secretAccessKey,
    @Describe("Session token, where the key is a temporary one.") Optional<Secret> sessionToken,
    @Describe(
            value = "Where IAM is; differs in China, GovCloud and behind a VPC endpoint.",
            byDefault = "https://iam.amazonaws.com")
        URI url,
    @Describe(
            value = "Where the Security Token Service is.",
            byDefault = "https://sts.amazonaws.com")
        URI stsUrl,
    @Describe(value = "Region that requests to IAM are signed for.", byDefault = "us-east-1")
        String signingRegion,
    @Describe(
            value = "Region that requests to the Security Token Service are signed for.",
            byDefault = "us-east-1")
        String stsRegion) {

  public AwsIamSettings {
    requireRegion("signing-region", signingRegion);
    requireRegion("sts-region", stsRegion);
    if (stsUrl.getHost() == null || stsUrl.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "setting 'sts-url' must be like https://sts.amazonaws.com, got '" + stsUrl + "'");
    }
  }

  AwsKey key() {
    return new AwsKey(accessKeyId, secretAccessKey, sessionToken);
  }

  private static void requireRegion(String setting, String region) {
    if (!region.matches("[a-z]{2,4}(-[a-z0-9]{1,12}){1,4}")) {
      throw new IllegalArgumentException(
          "setting '" + setting + "' must be a region like us-east-1, got '" + region + "'");
    }
  }
}
