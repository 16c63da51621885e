package network.flashback.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.s3.xml.AccessControlList;
import network.flashback.s3.xml.Owner;
import network.flashback.s3.xml.OwnershipControls;
import network.flashback.s3.xml.PublicAccessBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets in, decided from policy, ACL, block and ownership alone.
class BucketRulesTest {
  private static final String OWNER = "0xaa";
  private static final Owner BUCKET_OWNER = new Owner(OWNER, OWNER);
  private static final Owner WRITER = new Owner("0xbb", "0xbb");
  private static final Caller ANYONE = new Caller.Anonymous();

  @ParameterizedTest
  @CsvSource({
    "PRIVATE,            0xaa, s3:ListBucket,   true",
    "PRIVATE,            0xbb, s3:ListBucket,   false",
    "PRIVATE,            ,     s3:ListBucket,   false",
    "PUBLIC_READ,        ,     s3:ListBucket,   true",
    "PUBLIC_READ,        ,     s3:PutObject,    false",
    "PUBLIC_READ_WRITE,  ,     s3:PutObject,    true",
    "PUBLIC_READ_WRITE,  ,     s3:PutBucketAcl, false",
    "PUBLIC_READ_WRITE,  ,     s3:PutBucketCORS, false",
    "AUTHENTICATED_READ, 0xbb, s3:ListBucket,   true",
    "AUTHENTICATED_READ, ,     s3:ListBucket,   false",
  })
  void theAclOfABucketOpensWhatItsPermissionsMean(
      CannedAcl acl, String caller, String action, boolean allowed) {
    var rules = rules("", acl, PublicAccessBlock.nothing(), Optional.empty());
    assertThat(rules.allow(question(caller(caller), action, "b"), Optional.empty()))
        .isEqualTo(allowed);
  }

  @Test
  void anObjectBelongsToItsWriterNotToTheOwnerOfTheBucket() {
    var rules = rules("", CannedAcl.PRIVATE, PublicAccessBlock.nothing(), Optional.empty());
    var written = Optional.of(AccessControlList.ownedBy(WRITER));
    assertThat(rules.allow(question(caller("0xbb"), "s3:GetObject", "b/k"), written)).isTrue();
    assertThat(rules.allow(question(caller(OWNER), "s3:GetObject", "b/k"), written)).isFalse();
    assertThat(rules.allow(question(caller(OWNER), "s3:DeleteObject", "b/k"), Optional.empty()))
        .isTrue();
  }

  @Test
  void anEnforcedOwnerHasEverythingAndAclsHaveNoEffect() {
    var rules =
        rules(
            "",
            CannedAcl.PUBLIC_READ_WRITE,
            PublicAccessBlock.nothing(),
            Optional.of(OwnershipControls.Rule.BUCKET_OWNER_ENFORCED));
    var written = Optional.of(CannedAcl.PUBLIC_READ.of(WRITER, BUCKET_OWNER));
    assertThat(rules.allow(question(caller(OWNER), "s3:GetObject", "b/k"), written)).isTrue();
    assertThat(rules.allow(question(ANYONE, "s3:GetObject", "b/k"), written)).isFalse();
    assertThat(rules.allow(question(ANYONE, "s3:PutObject", "b/k"), Optional.empty())).isFalse();
  }

  @Test
  void ignoredPublicAclsOpenNothing() {
    var block = new PublicAccessBlock(false, true, false, false);
    var rules = rules("", CannedAcl.PUBLIC_READ, block, Optional.empty());
    assertThat(rules.allow(question(ANYONE, "s3:ListBucket", "b"), Optional.empty())).isFalse();
    assertThat(rules.allow(question(caller(OWNER), "s3:ListBucket", "b"), Optional.empty()))
        .isTrue();
  }

  @Test
  void aDenialWinsOverEverythingButTheOwnersHoldOnThePolicyItself() {
    var denied = statement("Deny", "*", "s3:*", "arn:aws:s3:::b*", "");
    var rules = rules(denied, CannedAcl.PUBLIC_READ, PublicAccessBlock.nothing(), Optional.empty());
    assertThat(rules.allow(question(caller(OWNER), "s3:ListBucket", "b"), Optional.empty()))
        .isFalse();
    assertThat(rules.allow(question(caller(OWNER), "s3:DeleteBucketPolicy", "b"), Optional.empty()))
        .isTrue();
    assertThat(
            rules.allow(question(caller("0xbb"), "s3:DeleteBucketPolicy", "b"), Optional.empty()))
        .isFalse();
  }

  @Test
  void aPublicPolicyLetsNobodyInWhereThatIsRestricted() {
    var open = statement("Allow", "*", "s3:GetObject", "arn:aws:s3:::b/*", "");
    var mine = Optional.of(AccessControlList.ownedBy(BUCKET_OWNER));
    var question = question(ANYONE, "s3:GetObject", "b/k");
    assertThat(
            rules(open, CannedAcl.PRIVATE, PublicAccessBlock.nothing(), Optional.empty())
                .allow(question, mine))
        .isTrue();
    assertThat(
            rules(
                    open,
                    CannedAcl.PRIVATE,
                    new PublicAccessBlock(false, false, false, true),
                    Optional.empty())
                .allow(question, mine))
        .isFalse();
  }

  static String statement(
      String effect, String principal, String action, String resource, String condition) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "%s"},
     "Action": "%s", "Resource": "%s"%s}]}"""
        .formatted(effect, principal, action, resource, condition);
  }

  private static BucketRules rules(
      String policy,
      CannedAcl acl,
      PublicAccessBlock block,
      Optional<OwnershipControls.Rule> ownership) {
    return new BucketRules(
        OWNER,
        policy.isEmpty() ? Optional.empty() : Optional.of(BucketPolicy.parse(policy, "b")),
        acl.of(BUCKET_OWNER, BUCKET_OWNER),
        block,
        ownership);
  }

  private static Caller caller(@org.jspecify.annotations.Nullable String id) {
    return id == null ? ANYONE : new Caller.Account(id);
  }

  private static Question question(Caller caller, String action, String resource) {
    return new Question(caller, action, resource, Map.<String, List<String>>of());
  }
}
