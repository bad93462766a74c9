package dev.firebreak.connector.awsiam;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.testkit.FakeVendor;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** IAM's answers, in its shape with values of our own. */
final class Iam {
  static final String SELF = "arn:aws:iam::111122223333:user/security/firebreak";

  private Iam() {}

  static void onRead(FakeVendor vendor, String action, ResponseDefinitionBuilder answer) {
    vendor.on(
        get(urlPathEqualTo("/")).withQueryParam("Action", equalTo(action)).willReturn(answer));
  }

  static void onChange(FakeVendor vendor, String action, ResponseDefinitionBuilder answer) {
    vendor.on(
        post(urlPathEqualTo("/"))
            .withRequestBody(containing("Action=" + action + "&"))
            .willReturn(answer));
  }

  static ResponseDefinitionBuilder xml(int status, String body) {
    return aResponse().withStatus(status).withHeader("Content-Type", "text/xml").withBody(body);
  }

  static ResponseDefinitionBuilder result(String action, String inner) {
    return xml(
        200,
        "<%1$sResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">%2$s<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></%1$sResponse>"
            .formatted(action, inner));
  }

  static ResponseDefinitionBuilder error(int status, String code, String message) {
    return xml(
        status,
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error><RequestId>r-2</RequestId></ErrorResponse>");
  }

  static ResponseDefinitionBuilder noSuchEntity() {
    return error(404, "NoSuchEntity", "It cannot be found.");
  }

  static ResponseDefinitionBuilder self(String arn) {
    return result(
        "GetCallerIdentity",
        "<GetCallerIdentityResult><Arn>"
            + arn
            + "</Arn><UserId>AIDAMADEUP</UserId><Account>111122223333</Account></GetCallerIdentityResult>");
  }

  static ResponseDefinitionBuilder owner(String user) {
    return result(
        "GetAccessKeyLastUsed",
        "<GetAccessKeyLastUsedResult><AccessKeyLastUsed><Region>eu-central-1</Region></AccessKeyLastUsed><UserName>"
            + user
            + "</UserName></GetAccessKeyLastUsedResult>");
  }

  static ResponseDefinitionBuilder keys(String id, String status) {
    String member =
        "<member><UserName>ana</UserName><AccessKeyId>%s</AccessKeyId><Status>%s</Status></member>";
    return result(
        "ListAccessKeys",
        "<ListAccessKeysResult><IsTruncated>false</IsTruncated><AccessKeyMetadata>"
            + member.formatted("AKIAOTHERKEYOFANA000", "Active")
            + member.formatted(id, status)
            + "</AccessKeyMetadata></ListAccessKeysResult>");
  }

  /** A document percent-encoded as IAM does it. */
  static ResponseDefinitionBuilder rolePolicy(String document) {
    return result(
        "GetRolePolicy",
        "<GetRolePolicyResult><RoleName>signer</RoleName><PolicyName>AWSRevokeOlderSessions</PolicyName><PolicyDocument>"
            + encoded(document)
            + "</PolicyDocument></GetRolePolicyResult>");
  }

  static ResponseDefinitionBuilder userPolicy(String document) {
    return result(
        "GetUserPolicy",
        "<GetUserPolicyResult><UserName>ana</UserName><PolicyName>p</PolicyName><PolicyDocument>"
            + encoded(document)
            + "</PolicyDocument></GetUserPolicyResult>");
  }

  static ResponseDefinitionBuilder role(String path) {
    return result(
        "GetRole",
        "<GetRoleResult><Role><RoleName>signer</RoleName><Path>"
            + path
            + "</Path><RoleLastUsed><LastUsedDate>2026-03-01T09:00:00Z</LastUsedDate><Region>eu-central-1</Region></RoleLastUsed></Role></GetRoleResult>");
  }

  static ResponseDefinitionBuilder simulated(Map<String, String> decisions) {
    StringBuilder members = new StringBuilder();
    decisions.forEach(
        (action, decision) ->
            members.append(
                "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision></member>"
                    .formatted(action, decision)));
    return result(
        "SimulatePrincipalPolicy",
        "<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>"
            + members
            + "</EvaluationResults></SimulatePrincipalPolicyResult>");
  }

  static Map<String, String> allAllowed() {
    Map<String, String> all = new TreeMap<>();
    for (String action :
        List.of(
            "UpdateAccessKey",
            "ListAccessKeys",
            "GetAccessKeyLastUsed",
            "PutRolePolicy",
            "GetRolePolicy",
            "GetRole",
            "PutUserPolicy",
            "GetUserPolicy",
            "DeleteUserPolicy")) {
      all.put("iam:" + action, "allowed");
    }
    return all;
  }

  /** The fields of a form, decoded. */
  static Map<String, String> form(LoggedRequest request) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : request.getBodyAsString().split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
