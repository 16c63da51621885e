package network.flashback.acceptance.shape;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What ArchitectureTest looks for in compiled classes.
final class Bytecode {
  static final DescribedPredicate<JavaClass> NUMBERS_WITH_A_POINT =
      named("floating point", Set.of("float", "double", "java.lang.Float", "java.lang.Double"));

  static final DescribedPredicate<JavaClass> SOCKETS =
      named(
          "sockets",
          Set.of(
              "java.net.Socket",
              "java.net.ServerSocket",
              "java.net.DatagramSocket",
              "java.nio.channels.SocketChannel",
              "java.nio.channels.ServerSocketChannel",
              "java.nio.channels.DatagramChannel",
              "java.net.URL",
              "java.net.URLConnection",
              "java.net.HttpURLConnection"));

  static final DescribedPredicate<JavaClass> SOCKETS_AND_FILES =
      SOCKETS.or(
          named(
              "files",
              Set.of(
                  "java.io.File",
                  "java.io.FileInputStream",
                  "java.io.FileOutputStream",
                  "java.io.RandomAccessFile")));

  static final DescribedPredicate<JavaClass> PRIMITIVES_AND_ARRAYS =
      describe(
          "are primitive, or arrays of primitives",
          type -> type.isPrimitive() || type.getBaseComponentType().isPrimitive());

  /// `System.nanoTime` is allowed: it measures how long something took, and tells no time of day.
  static final DescribedPredicate<JavaMethodCall> READS_THE_WALL_CLOCK =
      describe(
          "read the wall clock",
          call -> {
            var owner = call.getTargetOwner().getName();
            var name = call.getName();
            var withoutClock = call.getTarget().getRawParameterTypes().isEmpty();
            return (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.startsWith("java.time.") && name.equals("now") && withoutClock)
                || (owner.equals("java.time.Clock") && name.startsWith("system"))
                || (owner.equals("java.time.InstantSource") && name.equals("system"));
          });

  static final ArchCondition<JavaMethod> OVERRIDE_SOMEBODY_ELSES =
      new ArchCondition<>("be somebody else's, overridden") {
        @Override
        public void check(JavaMethod method, ConditionEvents events) {
          var foreign =
              method.getOwner().getAllRawSuperclasses().stream().anyMatch(declares(method))
                  || method.getOwner().getAllRawInterfaces().stream().anyMatch(declares(method));
          events.add(new SimpleConditionEvent(method, foreign, method.getFullName()));
        }
      };

  private Bytecode() {}

  static DescribedPredicate<JavaClass> assignableTo(Class<?> type) {
    return JavaClass.Predicates.assignableTo(type);
  }

  static DescribedPredicate<List<JavaClass>> anyOf(DescribedPredicate<JavaClass> one) {
    return describe("any " + one.getDescription(), all -> all.stream().anyMatch(one));
  }

  private static Predicate<JavaClass> declares(JavaMethod method) {
    return above ->
        !above.getPackageName().startsWith(Modules.ROOT)
            && above.getMethods().stream().anyMatch(its -> its.getName().equals(method.getName()));
  }

  private static DescribedPredicate<JavaClass> named(String what, Set<String> names) {
    return describe(what, type -> names.contains(type.getBaseComponentType().getName()));
  }

  private static <T> DescribedPredicate<T> describe(String what, Predicate<? super T> test) {
    return DescribedPredicate.describe(what, test);
  }
}
