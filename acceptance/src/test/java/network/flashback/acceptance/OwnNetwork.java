package network.flashback.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a running network to the tests of one class: started by the first, taken down after the
/// last.
final class OwnNetwork implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(OwnNetwork.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNetwork.class;
  }

  @Override
  public TestNetwork resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getParent()
        .orElseThrow()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            TestNetwork.class,
            type -> SharedNetwork.start(context.getRequiredTestClass().getSimpleName()),
            TestNetwork.class);
  }
}
