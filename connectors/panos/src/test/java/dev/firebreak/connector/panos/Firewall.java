package dev.firebreak.connector.panos;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.testkit.FakeVendor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A made-up firewall's answers, in the vendor's shapes. */
final class Firewall {
  static final String KEY = "LUFRPT1made-up-key-9c2f8d41==";

  private Firewall() {}

  static Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "api-key", KEY, "tags", "quarantine,fb-blocked");
  }

  static ResponseDefinitionBuilder xml(String body) {
    return aResponse()
        .withHeader("Content-Type", "application/xml; charset=UTF-8")
        .withBody("<?xml version=\"1.0\"?>" + body);
  }

  static ResponseDefinitionBuilder error(String code, String message) {
    return xml(
        "<response status=\"error\" code=\""
            + code
            + "\"><msg><line>"
            + message
            + "</line></msg></response>");
  }

  /** What a User-ID message gets that met something already so. */
  static ResponseDefinitionBuilder ignored(String verb, String message) {
    return xml(
        "<response status=\"error\"><msg><line><uid-response><version>2.0</version><payload><"
            + verb
            + "><entry ip=\"203.0.113.9\" message=\""
            + message
            + "\"/></"
            + verb
            + "></payload></uid-response></line></msg></response>");
  }

  static final ResponseDefinitionBuilder DONE =
      xml(
          "<response status=\"success\"><result><![CDATA[<uid-response><version>2.0</version>"
              + "<payload></payload></uid-response>]]></result></response>");

  /** Answers the reading of registered addresses with one entry. */
  static void registered(FakeVendor vendor, String ip, String... tags) {
    String members =
        Arrays.stream(tags).map(t -> "<member>" + t + "</member>").collect(Collectors.joining());
    String entry =
        tags.length == 0
            ? "<count>0</count>"
            : "<entry ip=\""
                + ip
                + "\" from_agent=\"0\" persistent=\"1\"><tag>"
                + members
                + "</tag></entry><count>1</count>";
    reads(vendor, xml("<response status=\"success\"><result>" + entry + "</result></response>"));
  }

  static void reads(FakeVendor vendor, ResponseDefinitionBuilder answer) {
    vendor.on(
        get(urlPathEqualTo("/api/"))
            .withQueryParam("cmd", containing("<registered-ip>"))
            .willReturn(answer));
  }

  static void isThere(FakeVendor vendor) {
    vendor.on(
        get(urlPathEqualTo("/api/"))
            .withQueryParam("cmd", containing("<system><info>"))
            .willReturn(
                xml(
                    "<response status=\"success\"><result><system><hostname>fw-1</hostname>"
                        + "<model>PA-VM</model><sw-version>11.1.2</sw-version></system></result>"
                        + "</response>")));
    registered(vendor, "192.0.2.255");
  }
}
