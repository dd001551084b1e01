/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The module table of the architecture page, enforced. */
@AnalyzeClasses(
    packages = "io.millrace",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  private static final String FLINK = "org.apache.flink..";
  private static final String FLINK_CONNECTORS = "org.apache.flink.connector..";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String AVRO = "org.apache.avro..";
  private static final String PICOCLI = "picocli..";
  private static final List<String> METHODS =
      List.of("[cnn|onnx|signal]", "drift", "graph", "aggregation");

  @ArchTest
  static final ArchRule schemasKnowNeitherFlinkNorKafka = outside("schemas", FLINK, KAFKA, PICOCLI);

  @ArchTest static final ArchRule schemasKnowNoOtherModule = knowsOnly("schemas");

  @ArchTest
  static final ArchRule modelsKnowNeitherFlinkNorKafkaNorAvro =
      outside("models", FLINK, KAFKA, AVRO, PICOCLI);

  @ArchTest static final ArchRule modelsKnowNoOtherModule = knowsOnly("models");

  @ArchTest
  static final ArchRule stateKnowsNoTopics =
      outside("state", FLINK_CONNECTORS, KAFKA, AVRO, PICOCLI);

  @ArchTest static final ArchRule stateKnowsTheModels = knowsOnly("state", "models");

  @ArchTest
  static final ArchRule operatorsKnowNoTopics =
      outside("operators", FLINK_CONNECTORS, KAFKA, AVRO, PICOCLI);

  @ArchTest
  static final ArchRule operatorsKnowModelsAndState = knowsOnly("operators", "models", "state");

  @ArchTest static final ArchRule connectorsKnowNoCommandLine = outside("connectors", PICOCLI);

  @ArchTest static final ArchRule connectorsKnowTheSchemas = knowsOnly("connectors", "schemas");

  @ArchTest
  static final ArchRule onlyCommandsParseArguments =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.jobs.cli..")
          .and()
          .haveNameNotMatching(".*Commands?(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PICOCLI, "io.millrace.jobs.cli..");

  @ArchTest
  static final ArchRule onlyTheEmbeddedBrokerKnowsTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.connectors.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..");

  /** Who reads Java objects from outside runs what they bring along. */
  @ArchTest
  static final ArchRule nothingFromOutsideIsAJavaObject =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("javax.script..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.millrace.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesAreNamedAfterConcepts =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..misc..");

  @ArchTest
  static final ArchRule everyPackageSaysWhatItIs =
      classes().that().resideOutsideOfPackage("io.millrace.schemas").should(new DescribedPackage());

  /** What two of them need is a package of its own. */
  @ArchTest
  static void methodsDoNotKnowOneAnother(JavaClasses classes) {
    for (String method : METHODS) {
      noClasses()
          .that()
          .resideInAnyPackage(packages(method))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              METHODS.stream()
                  .filter(other -> !other.equals(method))
                  .flatMap(other -> Arrays.stream(packages(other)))
                  .toArray(String[]::new))
          .check(classes);
    }
  }

  private static String[] packages(String method) {
    return Stream.of("models", "state", "operators")
        .map(module -> "io.millrace." + module + "." + method + "..")
        .toArray(String[]::new);
  }

  private static ArchRule outside(String module, String... libraries) {
    return noClasses()
        .that()
        .resideInAPackage("io.millrace." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .allowEmptyShould(true);
  }

  private static ArchRule knowsOnly(String module, String... modules) {
    String[] known =
        Arrays.stream(modules).map(name -> "io.millrace." + name + "..").toArray(String[]::new);
    String own = "io.millrace." + module + "..";
    DescribedPredicate<JavaClass> foreign =
        resideInAPackage("io.millrace..")
            .and(DescribedPredicate.not(resideInAnyPackage(known)))
            .and(DescribedPredicate.not(resideInAPackage(own)));
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(foreign)
        .allowEmptyShould(true);
  }

  /** The models' tests come as a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /** Lives in a package with a package-info. */
  private static final class DescribedPackage extends ArchCondition<JavaClass> {
    DescribedPackage() {
      super("live in a package with a package-info");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      boolean described = type.getPackage().tryGetPackageInfo().isPresent();
      events.add(
          new SimpleConditionEvent(
              type, described, type.getName() + " lives in a package without package-info.java"));
    }
  }
}
