/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know; the table of all modules is checked with the jobs. */
@AnalyzeClasses(packages = "io.millrace.dashboard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theDashboardKnowsNeitherModelsNorOperatorsNorFlink =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.models..",
              "io.millrace.state..",
              "io.millrace.operators..",
              "org.apache.flink..");

  @ArchTest
  static final ArchRule onlyTheServerKnowsTheWebFramework =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.dashboard.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule onlyCommandsParseArguments =
      noClasses()
          .that()
          .haveNameNotMatching(".*Commands?(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.millrace.dashboard.(**)").should().beFreeOfCycles();
}
