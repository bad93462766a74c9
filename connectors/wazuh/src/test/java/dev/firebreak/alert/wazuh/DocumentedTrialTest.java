package dev.firebreak.alert.wazuh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.testkit.ConnectorDocs;
import dev.firebreak.testkit.SampleFiles;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's trial must not start anything. */
class DocumentedTrialTest {
  @Test
  void theAlertThatTheReadmeTriesOutIsATest() throws UnusableAlert {
    Matcher echo =
        Pattern.compile("echo '(\\{\"timestamp\".*?})' >", Pattern.DOTALL)
            .matcher(SampleFiles.text(ConnectorDocs.readme()));
    assertThat(echo.find()).isTrue();

    Alert alert = WazuhAlert.read(JsonBody.parse(echo.group(1))).toAlert(false);

    assertThat(alert.disposition()).isEqualTo(Disposition.TEST);
  }
}
