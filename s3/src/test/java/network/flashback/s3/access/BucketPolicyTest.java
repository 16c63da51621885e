package network.flashback.s3.access;

import static network.flashback.s3.access.BucketRulesTest.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a policy says about a question.
class BucketPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0xbb                      | ALLOWED",
        "0xBB                      | ALLOWED",
        "arn:aws:iam:::user/0xbb   | ALLOWED",
        "arn:aws:iam::0xbb:root    | ALLOWED",
        "*                         | ALLOWED",
        "0xcc                      | SILENT",
        "arn:aws:iam::other:root   | SILENT",
      })
  void principalsAreAccountsByIdOrArn(String principal, BucketPolicy.Verdict verdict) {
    var policy = statement("Allow", principal, "s3:GetObject", "arn:aws:s3:::b/*", "");
    assertThat(judge(policy, "s3:GetObject", "b/k", Map.of())).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, arn:aws:s3:::b/*,        s3:GetObject,    b/k,     ALLOWED",
    "s3:Get*,      arn:aws:s3:::b/*,        s3:GetObjectAcl, b/k,     ALLOWED",
    "s3:GetObject, arn:aws:s3:::b,          s3:GetObject,    b/k,     SILENT",
    "s3:GetObject, arn:aws:s3:::b/public/*, s3:GetObject,    b/k,     SILENT",
    "s3:GetObject, arn:aws:s3:::b/public/?, s3:GetObject,    b/public/k, ALLOWED",
    "s3:PutObject, arn:aws:s3:::b/*,        s3:GetObject,    b/k,     SILENT",
  })
  void actionsAndResourcesMayBePatterns(
      String action, String resource, String asked, String of, BucketPolicy.Verdict verdict) {
    assertThat(judge(statement("Allow", "*", action, resource, ""), asked, of, Map.of()))
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEquals         | public     | public  | ALLOWED",
        "StringEquals         | public     | private | SILENT",
        "StringEquals         | public     |         | SILENT",
        "StringEqualsIfExists | public     |         | ALLOWED",
        "StringNotEquals      | public     | private | ALLOWED",
        "StringLike           | pub*       | public  | ALLOWED",
        "StringLike           | pub*       | private | SILENT",
        "Null                 | true       |         | ALLOWED",
        "Null                 | true       | public  | SILENT",
        "NumericLessThan      | 10         | 9       | ALLOWED",
        "NumericLessThan      | 10         | 11      | SILENT",
        "IpAddress            | 10.0.0.0/8 | 10.1.2.3 | ALLOWED",
        "IpAddress            | 10.0.0.0/8 | 11.1.2.3 | SILENT",
      })
  void conditionsAreHeldAgainstTheFacts(
      String operator, String wanted, String fact, BucketPolicy.Verdict verdict) {
    var condition = ", \"Condition\": {\"%s\": {\"s3:Fact\": \"%s\"}}".formatted(operator, wanted);
    Map<String, List<String>> facts = fact == null ? Map.of() : Map.of("s3:fact", List.of(fact));
    var policy = statement("Allow", "*", "s3:GetObject", "arn:aws:s3:::b/*", condition);
    assertThat(judge(policy, "s3:GetObject", "b/k", facts)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"Statement\": []}",
        "{\"Version\": \"2020-01-01\", \"Statement\": []}",
        "{\"Statement\": [{\"Effect\": \"Maybe\"}]}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\"}]}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\","
            + " \"Resource\": \"arn:aws:s3:::other/*\"}]}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"NotPrincipal\": \"*\", \"Action\": \"s3:*\","
            + " \"Resource\": \"*\"}]}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\","
            + " \"Resource\": \"*\", \"Condition\": {\"Perhaps\": {\"a\": \"b\"}}}]}",
      })
  void whatIsNoPolicyOfThisBucketIsRefused(String text) {
    assertMalformed(text);
  }

  @Test
  void aDenialThatWaitsForWhatIsNeverKnownIsRefused() {
    assertThatThrownBy(() -> parse("Deny", "StringEquals", "aws:SourceVpc", "vpc-1"))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("aws:sourcevpc");
    parse("Allow", "StringEquals", "aws:SourceVpc", "vpc-1");
    parse("Deny", "NotIpAddress", "aws:SourceIp", "10.0.0.0/8");
    parse("Deny", "StringNotEquals", "s3:x-amz-acl", "private");
  }

  private static void parse(String effect, String operator, String key, String value) {
    var condition = ", \"Condition\": {\"%s\": {\"%s\": \"%s\"}}".formatted(operator, key, value);
    BucketPolicy.parse(statement(effect, "*", "s3:*", "arn:aws:s3:::b/*", condition), "b");
  }

  @Test
  void aPolicyIsBoundedInSizeAndDepth() {
    assertMalformed("[".repeat(100) + "]".repeat(100));
    assertMalformed(" ".repeat(BucketPolicy.CHARS_MAX) + "{}");
  }

  @Test
  void itIsPublicUnlessItsCallersAreNarrowedDown() {
    var open = statement("Allow", "*", "s3:GetObject", "arn:aws:s3:::b/*", "");
    var local =
        statement(
            "Allow",
            "*",
            "s3:GetObject",
            "arn:aws:s3:::b/*",
            ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/32\"}}");
    var named = statement("Allow", "0xbb", "s3:GetObject", "arn:aws:s3:::b/*", "");
    assertThat(BucketPolicy.parse(open, "b").isPublic()).isTrue();
    assertThat(BucketPolicy.parse(local, "b").isPublic()).isFalse();
    assertThat(BucketPolicy.parse(named, "b").isPublic()).isFalse();
  }

  @Test
  void aPatternOfManyStarsTakesNoExponentialTime() {
    assertThat(Wildcard.matches("*a".repeat(500) + "b", "a".repeat(5000))).isFalse();
    assertThat(Wildcard.matches("*a*c", "abac")).isTrue();
  }

  private static void assertMalformed(String text) {
    assertThatThrownBy(() -> BucketPolicy.parse(text, "b"))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.MALFORMED_POLICY));
  }

  private static BucketPolicy.Verdict judge(
      String policy, String action, String resource, Map<String, List<String>> facts) {
    return BucketPolicy.parse(policy, "b")
        .judge(new Question(new Caller.Account("0xbb"), action, resource, facts));
  }
}
