package network.flashback.node.serve;

import java.util.Map;

/// Ends a request with one of the problems of the table.
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Problem problem;
  private final transient Map<String, Object> members;

  ProblemException(Problem problem, String detail, Map<String, Object> members) {
    // An expected answer: where it was thrown tells nobody anything.
    super(detail, null, false, false);
    this.problem = problem;
    this.members = members;
  }

  /// The same with further members of the document.
  ProblemException with(Map<String, Object> more) {
    return new ProblemException(problem, detail(), more);
  }

  Problem problem() {
    return problem;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, Object> members() {
    return members;
  }
}
