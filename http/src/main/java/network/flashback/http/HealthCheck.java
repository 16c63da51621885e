package network.flashback.http;

/// One named condition without which a role cannot do its work.
@FunctionalInterface
public interface HealthCheck {
  /// The condition now; answers within a second and never throws for an expected failure.
  Health check() throws Exception;

  /// What a check found.
  sealed interface Health {
    /// In order.
    ///
    /// @param detail what was seen, without secrets
    record Healthy(String detail) implements Health {}

    /// Not in order.
    ///
    /// @param reason what is wrong and what to do, without secrets
    record Unhealthy(String reason) implements Health {}
  }
}
