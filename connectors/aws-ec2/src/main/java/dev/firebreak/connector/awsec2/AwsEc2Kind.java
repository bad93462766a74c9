package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.AwsSignature;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.time.Clock;
import java.util.Set;

/**
 * The kind {@code aws-ec2}.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html">EC2 API</a>
 */
public final class AwsEc2Kind implements HttpConnectorKind<AwsEc2Settings> {
  private static final String EC2_VERSION = "2016-11-15";
  private static final String STS_VERSION = "2011-06-15";

  @Override
  public String kind() {
    return "aws-ec2";
  }

  @Override
  public Class<AwsEc2Settings> settings() {
    return AwsEc2Settings.class;
  }

  @Override
  public Endpoint endpoint(AwsEc2Settings settings) {
    Endpoint usual = Endpoint.at(settings.ec2());
    return new Endpoint(
        usual.base(), Set.of(settings.sts().getHost()), usual.timeout(), usual.maxResponseBytes());
  }

  @Override
  public Connector open(AwsEc2Settings settings, VendorHttp http) {
    return open(settings, http, Pause.REAL);
  }

  static Connector open(AwsEc2Settings settings, VendorHttp http, Pause pause) {
    AwsSignature signature =
        new AwsSignature(settings.key(), settings.region(), "ec2", Clock.systemUTC());
    Ec2 ec2 = new Ec2(new AwsQuery(http, "/", signature, EC2_VERSION), settings.region());
    AwsQuery sts =
        new AwsQuery(
            http,
            settings.sts().toString().replaceAll("/+$", "") + "/",
            signature.scopedTo(settings.region(), "sts"),
            STS_VERSION);
    Groups groups = new Groups(ec2, settings.quarantineGroups(), settings.openGroups());
    return new AwsEc2(
        new Isolation(ec2, groups, settings.openFor(), pause),
        new Restoration(ec2, groups),
        new DryRuns(ec2, groups, sts));
  }
}
