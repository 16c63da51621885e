package network.flashback.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands one running network to every test that asks for it: started by the first, taken down after
/// the last.
public class SharedNetwork implements ParameterResolver {
  /// Held by every test that has a network, but the one that kills: two networks at a time are
  /// enough for two cores.
  public static final String BESIDE_THE_KILLING = "the second network";

  /// Held by the killing and by the story, whose agreements are too short for a machine that a
  /// killed network's restarts keep busy.
  public static final String NOT_WHILE_KILLING = "the story and the killing";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedNetwork.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNetwork.class;
  }

  @Override
  public TestNetwork resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return holder(context)
        .getStore(NAMESPACE)
        .computeIfAbsent(TestNetwork.class, type -> start(name(context)), TestNetwork.class);
  }

  /// Whose end takes the network down.
  ExtensionContext holder(ExtensionContext context) {
    return context.getRoot();
  }

  String name(ExtensionContext context) {
    return "shared";
  }

  private static TestNetwork start(String name) {
    try {
      return TestNetwork.started(name);
    } catch (Exception e) {
      throw new IllegalStateException("The network of the tests did not start", e);
    }
  }
}
