package network.flashback.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.sdk.model.Problem;
import network.flashback.sdk.model.Refusal;
import org.jspecify.annotations.Nullable;

/// The platform refused, and said why (RFC 9457).
public final class ProblemException extends FlashbackException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final @Nullable Duration retryAfter;

  ProblemException(Problem problem, @Nullable Duration retryAfter) {
    super(
        "The platform refused (%d %s): %s %s"
            .formatted(problem.status(), problem.type(), problem.detail(), problem.remedy()));
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /// HTTP status.
  public int status() {
    return Math.toIntExact(problem.status());
  }

  /// Name of the kind of problem, which programs may rely on.
  public String type() {
    return problem.type();
  }

  /// The input at fault, when it is one.
  public Optional<String> field() {
    return Optional.ofNullable(problem.field());
  }

  /// What is wrong, and why.
  public String reason() {
    return problem.detail();
  }

  /// What to do.
  public String remedy() {
    return problem.remedy();
  }

  /// Why each offer does not serve, when none do.
  public List<Refusal> refusals() {
    var refusals = problem.refusals();
    return refusals == null ? List.of() : refusals;
  }

  /// How long the platform wishes to be left alone.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
