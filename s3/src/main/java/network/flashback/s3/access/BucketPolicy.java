package network.flashback.s3.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.json.Json;

/// A bucket policy: statements that allow or deny, in the language of IAM.
///
/// Source: Amazon S3 User Guide, "Policies and permissions"; IAM reference, "JSON policy elements".
///
/// @param text as it was written, which GetBucketPolicy answers
public record BucketPolicy(String text, List<Statement> statements) {
  /// Largest policy, in characters, as with S3.
  public static final int CHARS_MAX = 20 * 1024;

  private static final String ARN = "arn:aws:s3:::";
  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");

  /// Keeps its own copy.
  public BucketPolicy {
    statements = List.copyOf(statements);
  }

  /// What a policy says about a question.
  public enum Verdict {
    ALLOWED,
    DENIED,
    SILENT
  }

  /// One statement.
  ///
  /// @param principals canonical ids and ARNs as written; `*` for everybody
  /// @param everyoneElse whether the principals are those it is not about
  record Statement(
      boolean allows,
      List<String> principals,
      boolean everyoneElse,
      List<String> actions,
      boolean otherActions,
      List<String> resources,
      boolean otherResources,
      List<PolicyCondition> conditions) {

    boolean isAbout(Question question) {
      return isFor(question.caller())
          && actions.stream().anyMatch(one -> Wildcard.matches(one, question.action()))
              != otherActions
          && resources.stream().anyMatch(one -> Wildcard.matches(one, ARN + question.resource()))
              != otherResources
          && conditions.stream().allMatch(condition -> condition.holds(question.facts()));
    }

    private boolean isFor(Caller caller) {
      return principals.stream().anyMatch(one -> isPrincipal(one, caller)) != everyoneElse;
    }

    // arn:aws:iam::ACCOUNT:root, arn:aws:iam:::user/NAME, or the id alone.
    private static boolean isPrincipal(String principal, Caller caller) {
      if (principal.equals("*")) {
        return true;
      }
      String[] fields = principal.split(":", -1);
      if (fields.length < 6) {
        return caller.is(principal);
      }
      var name = fields[5].substring(fields[5].indexOf('/') + 1);
      return caller.is(fields[4]) || (!name.equals("root") && caller.is(name));
    }

    private boolean isPublic() {
      return allows
          && (everyoneElse || principals.contains("*"))
          && conditions.stream().noneMatch(PolicyCondition::restrictsCallers);
    }
  }

  /// What the policy says.
  public Verdict judge(Question question) {
    var verdict = Verdict.SILENT;
    for (Statement statement : statements) {
      if (statement.isAbout(question)) {
        if (!statement.allows) {
          return Verdict.DENIED;
        }
        verdict = Verdict.ALLOWED;
      }
    }
    return verdict;
  }

  /// Whether it lets anybody in.
  public boolean isPublic() {
    return statements.stream().anyMatch(Statement::isPublic);
  }

  /// Reads a policy.
  ///
  /// @throws S3Exception `MalformedPolicy`
  public static BucketPolicy parse(String text, String bucket) {
    if (text.length() > CHARS_MAX) {
      throw malformed("Policies must not exceed 20 KB.");
    }
    try {
      var root = object(Json.parse(text));
      if (root.get("Version") instanceof String version && !VERSIONS.contains(version)) {
        throw malformed("The policy must contain a valid version string");
      }
      var written = root.get("Statement");
      var statements = new ArrayList<Statement>();
      for (Object one : written instanceof List<?> list ? list : List.of(object(written))) {
        statements.add(statement(object(one), bucket));
      }
      if (statements.isEmpty()) {
        throw malformed("Could not parse the policy: Statement is empty!");
      }
      return new BucketPolicy(text, statements);
    } catch (Json.Malformed wrong) {
      throw malformed("This policy contains invalid Json: " + wrong.getMessage());
    }
  }

  private static Statement statement(Map<?, ?> written, String bucket) {
    var effect = written.get("Effect");
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw malformed("Invalid effect: " + effect);
    }
    var allows = "Allow".equals(effect);
    var everyoneElse = written.containsKey("NotPrincipal");
    if (everyoneElse && allows) {
      throw malformed("Allow with NotPrincipal is not allowed");
    }
    var otherActions = written.containsKey("NotAction");
    var otherResources = written.containsKey("NotResource");
    var statement =
        new Statement(
            allows,
            principals(written.get(everyoneElse ? "NotPrincipal" : "Principal")),
            everyoneElse,
            words(written.get(otherActions ? "NotAction" : "Action")),
            otherActions,
            words(written.get(otherResources ? "NotResource" : "Resource")),
            otherResources,
            conditions(written.get("Condition")));
    if (statement.principals.isEmpty()
        || statement.actions.isEmpty()
        || statement.resources.isEmpty()) {
      throw malformed("A statement needs Principal, Action and Resource.");
    }
    for (String resource : statement.resources) {
      requireOwn(resource, bucket);
    }
    if (!allows) {
      statement.conditions.forEach(BucketPolicy::requireKnown);
    }
    return statement;
  }

  /// A denial that waits for what a gateway is never told would never deny: it is refused, while an
  /// allowance that waits for it harms nobody.
  private static void requireKnown(PolicyCondition condition) {
    if (!condition.isAboutTheRequest()) {
      throw malformed(
          "Deny cannot depend on %s, which is not known here: the statement would never act."
              .formatted(condition.key()));
    }
  }

  private static void requireOwn(String resource, String bucket) {
    if (!resource.equals("*")
        && (!resource.startsWith(ARN)
            || !Wildcard.matches(resource.substring(ARN.length()).split("/", 2)[0], bucket))) {
      throw malformed("Policy has invalid resource: " + resource);
    }
  }

  private static List<String> principals(@org.jspecify.annotations.Nullable Object written) {
    if (written instanceof Map<?, ?> kinds) {
      var all = new ArrayList<String>();
      kinds.forEach(
          (kind, names) -> {
            if (!Set.of("AWS", "CanonicalUser", "Service", "Federated").contains(kind)) {
              throw malformed("Invalid principal in policy");
            }
            all.addAll(words(names));
          });
      return all;
    }
    if ("*".equals(written)) {
      return List.of("*");
    }
    throw malformed("Invalid principal in policy");
  }

  private static List<PolicyCondition> conditions(
      @org.jspecify.annotations.Nullable Object written) {
    if (written == null) {
      return List.of();
    }
    var conditions = new ArrayList<PolicyCondition>();
    object(written)
        .forEach(
            (operator, keys) ->
                object(keys)
                    .forEach(
                        (key, values) ->
                            conditions.add(
                                PolicyCondition.of(
                                    String.valueOf(operator),
                                    String.valueOf(key),
                                    words(values)))));
    return conditions;
  }

  private static List<String> words(@org.jspecify.annotations.Nullable Object written) {
    if (written instanceof String word) {
      return List.of(word);
    }
    if (written instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw malformed("Expected a string or a list of strings.");
  }

  private static Map<?, ?> object(@org.jspecify.annotations.Nullable Object written) {
    if (written instanceof Map<?, ?> members) {
      return members;
    }
    throw malformed("Expected an object.");
  }

  static S3Exception malformed(String why) {
    return new S3Exception(S3Error.MALFORMED_POLICY, why);
  }
}
