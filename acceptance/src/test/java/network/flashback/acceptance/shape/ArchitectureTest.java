package network.flashback.acceptance.shape;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static network.flashback.acceptance.shape.Bytecode.NUMBERS_WITH_A_POINT;
import static network.flashback.acceptance.shape.Bytecode.READS_THE_WALL_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows and the habits of ARCHITECTURE and INVARIANTS, read from the compiled program.
class ArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(Modules.ROOT);

  private static final String INCUBATOR = "jdk.incubator..";
  private static final String[] JDK_AND_NULLNESS = {"java..", "org.jspecify.annotations.."};

  static Stream<String> modules() {
    return Modules.MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void moduleUsesOnlyTheModulesItHasAnArrowTo(String module) {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages(module))
        .should()
        .dependOnClassesThat(resideInAnyPackage(Modules.packages(Modules.forbiddenTo(module))))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void everyClassBelongsToAKnownModule() {
    classes()
        .should()
        .resideInAnyPackage(Modules.packages("acceptance", "benchmarks"))
        .orShould()
        .resideInAnyPackage(Modules.packages(modules().toList()))
        .check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void moduleIsOnTheClassPathOfTheseRules(String module) {
    assertThat(PROGRAM.containPackage(Modules.ROOT + "." + module)).as(module).isTrue();
  }

  @Test
  void domainUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(Modules.packages("domain"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK_AND_NULLNESS)
                .or(resideInAnyPackage(INCUBATOR))
                .or(resideInAnyPackage(Modules.packages("domain")))
                .or(Bytecode.PRIMITIVES_AND_ARRAYS))
        .check(PROGRAM);
  }

  /// Most JVMs are started without it, and a class that names it does not load there.
  @Test
  void onlyTheVectorKernelNamesAnIncubatorOfTheJdk() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.erasure\\.VectorKernel(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(INCUBATOR)
        .check(PROGRAM);
  }

  @Test
  void s3UsesTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(Modules.packages("s3"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK_AND_NULLNESS)
                .or(resideInAnyPackage("javax.xml..", "javax.crypto..", "org.w3c.dom.."))
                .or(resideInAnyPackage("org.xml.sax..", "org.slf4j.."))
                .or(resideInAnyPackage(Modules.packages("s3")))
                .or(Bytecode.PRIMITIVES_AND_ARRAYS))
        .check(PROGRAM);
  }

  @Test
  void pureModulesOpenNoFileAndNoConnection() {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages("domain", "s3"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net.http..", "java.nio.file..", "java.nio.channels..")
                .or(resideInAnyPackage("java.sql.."))
                .or(Bytecode.SOCKETS_AND_FILES))
        .check(PROGRAM);
  }

  @Test
  void evmOpensNoConnection() {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages("evm"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.net.http..").or(Bytecode.SOCKETS))
        .check(PROGRAM);
  }

  @Test
  void onlyHttpKnowsItsServer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(Modules.packages("http"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.netty.."))
        .check(PROGRAM);
  }

  @Test
  void domainHasNoRandomnessOfItsOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages("domain"))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(PROGRAM);
  }

  @Test
  void belowAppTheClockIsHandedIn() {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages(Modules.BELOW_APP))
        .should()
        .callMethodWhere(READS_THE_WALL_CLOCK)
        .check(PROGRAM);
  }

  @Test
  void belowAppNobodyWritesToTheConsole() {
    noClasses()
        .that()
        .resideInAnyPackage(Modules.packages(Modules.BELOW_APP))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PROGRAM);
  }

  @Test
  void domainHasNoFloatingPoint() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(Modules.packages("domain"))
        .should()
        .haveRawType(NUMBERS_WITH_A_POINT)
        .allowEmptyShould(true)
        .check(PROGRAM);
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(Modules.packages("domain"))
        .should()
        .haveRawReturnType(NUMBERS_WITH_A_POINT)
        .orShould()
        .haveRawParameterTypes(Bytecode.anyOf(NUMBERS_WITH_A_POINT))
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        PROGRAM.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(type -> type.getPackage())
            .distinct()
            .filter(inside -> !inside.isAnnotatedWith(NullMarked.class))
            .map(inside -> inside.getName())
            .sorted()
            .toList();
    assertThat(unmarked).as("packages without @NullMarked in their package-info").isEmpty();
  }

  @Test
  void noSignatureHoldsAFuture() {
    noMethods()
        .that()
        .doNotHaveModifier(JavaModifier.PRIVATE)
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveRawReturnType(Bytecode.assignableTo(Future.class))
        .orShould()
        .haveRawParameterTypes(Bytecode.anyOf(Bytecode.assignableTo(Future.class)))
        .check(PROGRAM);
  }

  @Test
  void namesSayWhatAThingIsAndNotWhatShapeItHas() {
    noClasses()
        .should()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        // "Typed data" is EIP-712's own noun; StakeManager is the name of the contract.
        .haveNameMatching(".*(Utils?|Helpers?|(?<!Stake)Manager|Impl|(?<!Typed)Data|Info)")
        .check(PROGRAM);
  }

  @Test
  void packagesAreNamedAfterIdeasAndNotAfterLayers() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..utils..", "..common..", "..core..", "..port..", "..ports..")
        .orShould()
        .resideInAnyPackage("..adapter..", "..adapters..", "..helpers..", "..impl..")
        .check(PROGRAM);
  }

  @Test
  void methodsAreNotPrefixedWithGet() {
    methods()
        .that()
        .haveNameMatching("get[A-Z].*")
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should(Bytecode.OVERRIDE_SOMEBODY_ELSES)
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  @Test
  void levelThreeModulesDoNotKnowEachOther() {
    var roles = java.util.List.of("gateway", "node", "market", "settlement");
    assertThat(roles)
        .allSatisfy(
            role ->
                assertThat((Collection<String>) Modules.MAY_USE.get(role))
                    .doesNotContainAnyElementsOf(roles));
  }
}
