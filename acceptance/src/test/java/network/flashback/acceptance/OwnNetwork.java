package network.flashback.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;

/// Hands a running network to the tests of one class: started by the first, taken down after the
/// last.
final class OwnNetwork extends SharedNetwork {
  @Override
  ExtensionContext holder(ExtensionContext context) {
    return context.getParent().orElseThrow();
  }

  @Override
  String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName();
  }
}
