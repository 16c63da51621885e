package network.flashback.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.flashback.s3.S3Exception;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The documents that buckets and objects are set up with.
class SettingDocumentsTest {
  @Test
  void aLifecycleIsAnsweredAsItWasSet() throws Exception {
    var text =
        """
        <LifecycleConfiguration><Rule><ID>old</ID><Status>Enabled</Status>
        <Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>
        <ObjectSizeGreaterThan>10</ObjectSizeGreaterThan></And></Filter>
        <Expiration><Days>3</Days></Expiration>
        <NoncurrentVersionExpiration><NoncurrentDays>2</NoncurrentDays>
        <NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>
        <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>
        </AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>
        """;
    var read = LifecycleConfiguration.parse(in(text), () -> "new");
    assertThat(LifecycleConfiguration.parse(read.toXml())).isEqualTo(read);
    var filter = read.rules().getFirst().filter();
    assertThat(filter.matches("a/b", Map.of("k", "v"), 11)).isTrue();
    assertThat(filter.matches("a/b", Map.of("k", "v"), 10)).isFalse();
    assertThat(filter.matches("a/b", Map.of(), 11)).isFalse();
    assertThat(filter.matches("b", Map.of("k", "v"), 11)).isFalse();
  }

  @Test
  void aRuleOfNoDaysOrOfHalfADayIsRefused() {
    assertRefused("InvalidArgument", () -> lifecycle("<Days>0</Days>"));
    assertRefused("InvalidArgument", () -> lifecycle("<Date>2030-01-01T12:00:00Z</Date>"));
    assertRefused("MalformedXML", () -> lifecycle("<Date>tomorrow</Date>"));
    assertRefused("MalformedXML", () -> lifecycle(""));
  }

  @Test
  void corsRulesMatchOneStarAndEveryHeaderAskedFor() throws Exception {
    var cors =
        CorsConfiguration.parse(
            in(
                "<CORSConfiguration><CORSRule><AllowedOrigin>https://*.example</AllowedOrigin>"
                    + "<AllowedMethod>PUT</AllowedMethod><AllowedHeader>X-Amz-*</AllowedHeader>"
                    + "</CORSRule></CORSConfiguration>"));
    assertThat(cors.ruleFor("https://a.example", "PUT", List.of("x-amz-acl"))).isPresent();
    assertThat(cors.ruleFor("https://a.example", "GET", List.of())).isEmpty();
    assertThat(cors.ruleFor("https://a.other", "PUT", List.of())).isEmpty();
    assertThat(cors.ruleFor("https://a.example", "PUT", List.of("range"))).isEmpty();
    assertThat(CorsConfiguration.parse(cors.toXml())).isEqualTo(cors);
    assertRefused(
        "InvalidRequest",
        () ->
            CorsConfiguration.parse(
                in(
                    "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>"
                        + "<AllowedMethod>PATCH</AllowedMethod></CORSRule></CORSConfiguration>")));
  }

  @Test
  void tagsAreFewAndShortAndEachOnce() throws Exception {
    assertThat(Tagging.ofHeader("b=2&a=%C3%A4").tags())
        .containsExactly(Map.entry("a", "\u00e4"), Map.entry("b", "2"));
    var read = Tagging.ofHeader("b=2&a=1");
    assertThat(Tagging.parse(read.toXml(), 10)).isEqualTo(read);
    assertRefused("InvalidTag", () -> Tagging.ofHeader("a=1&a=2"));
    assertRefused("InvalidTag", () -> Tagging.ofHeader("k".repeat(129) + "=1"));
    assertRefused("InvalidTag", () -> Tagging.ofHeader("k=" + "v".repeat(257)));
    assertRefused("InvalidTag", () -> Tagging.ofHeader("a&b&c&d&e&f&g&h&i&j&k"));
  }

  @Test
  void aDefaultRetentionIsInDaysOrYears() throws Exception {
    var lock = lock("<Mode>GOVERNANCE</Mode><Years>1</Years>");
    assertThat(lock.rule().orElseThrow().from(Instant.parse("2028-02-29T00:00:00Z")))
        .isEqualTo(new Retention(Retention.Mode.GOVERNANCE, Instant.parse("2029-02-28T00:00:00Z")));
    assertThat(ObjectLockConfiguration.parse(lock.toXml())).isEqualTo(lock);
    assertRefused("InvalidRetentionPeriod", () -> lock("<Mode>COMPLIANCE</Mode><Days>0</Days>"));
    assertRefused("MalformedXML", () -> lock("<Mode>SOMETIMES</Mode><Days>1</Days>"));
    assertRefused(
        "MalformedXML", () -> lock("<Mode>COMPLIANCE</Mode><Days>1</Days><Years>1</Years>"));
  }

  @Test
  void anAclTellsGranteesApartByTheirElements() throws Exception {
    var text =
        """
        <AccessControlPolicy><Owner><ID>me</ID></Owner><AccessControlList>
        <Grant><Grantee><ID>you</ID></Grantee><Permission>READ</Permission></Grant>
        <Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>
        <Permission>WRITE</Permission></Grant></AccessControlList></AccessControlPolicy>
        """;
    var acl = AccessControlList.parse(in(text));
    assertThat(AccessControlList.parse(acl.toXml())).isEqualTo(acl);
    assertThat(acl.isPublic()).isTrue();
    assertThat(acl.grants())
        .extracting(AccessControlList.Grant::grantee)
        .as("groups first, as canned ACLs show them")
        .containsExactly(
            AccessControlList.Group.ALL_USERS, new AccessControlList.Grantee.User("you"));
    assertThat(
            acl.grants(
                AccessControlList.Permission.READ,
                g -> g.equals(new AccessControlList.Grantee.User("you"))))
        .isTrue();
    assertRefused(
        "MalformedACLError", () -> AccessControlList.parse(in(text.replace("READ", "EVERYTHING"))));
  }

  @Test
  void encryptionNamesAKeyOnlyWhereItHasOne() {
    assertRefused("MalformedXML", () -> encryption("rot13", ""));
    assertRefused(
        "InvalidArgument", () -> encryption("AES256", "<KMSMasterKeyID>k</KMSMasterKeyID>"));
    assertThat(encryption("aws:kms", "<KMSMasterKeyID>k</KMSMasterKeyID>").keyId()).contains("k");
  }

  private static BucketEncryption encryption(String algorithm, String key) {
    return BucketEncryption.parse(
        ("<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
                + algorithm
                + "</SSEAlgorithm>"
                + key
                + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static LifecycleConfiguration lifecycle(String expiration) throws Exception {
    return LifecycleConfiguration.parse(
        in(
            "<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix/><Expiration>"
                + expiration
                + "</Expiration></Rule></LifecycleConfiguration>"),
        () -> "new");
  }

  private static ObjectLockConfiguration lock(String retention) throws Exception {
    return ObjectLockConfiguration.parse(
        in(
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
                + "<DefaultRetention>"
                + retention
                + "</DefaultRetention></Rule></ObjectLockConfiguration>"));
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }
}
