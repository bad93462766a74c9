package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.AwsSignature;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.Set;

/**
 * The kind {@code aws-iam}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html">IAM API</a>
 */
public final class AwsIamKind implements HttpConnectorKind<AwsIamSettings> {
  private static final String IAM_VERSION = "2010-05-08";
  private static final String STS_VERSION = "2011-06-15";

  @Override
  public String kind() {
    return "aws-iam";
  }

  @Override
  public Class<AwsIamSettings> settings() {
    return AwsIamSettings.class;
  }

  @Override
  public Endpoint endpoint(AwsIamSettings settings) {
    Endpoint usual = Endpoint.at(settings.url());
    return new Endpoint(
        usual.base(),
        Set.of(settings.stsUrl().getHost()),
        usual.timeout(),
        usual.maxResponseBytes());
  }

  @Override
  public Connector open(AwsIamSettings settings, VendorHttp http) {
    AwsSignature signature =
        new AwsSignature(settings.key(), settings.signingRegion(), "iam", Clock.systemUTC());
    AwsQuery iam = new AwsQuery(http, "/", signature, IAM_VERSION);
    AwsQuery sts =
        new AwsQuery(
            http,
            settings.stsUrl().toString().replaceAll("/+$", "") + "/",
            signature.scopedTo(settings.stsRegion(), "sts"),
            STS_VERSION);
    Caller caller = new Caller(sts);
    return new AwsIam(
        new AccessKeys(iam, settings.accessKeyId()),
        new RoleSessions(iam, caller),
        new UserQuarantine(iam, caller),
        new Permissions(iam, caller));
  }
}
