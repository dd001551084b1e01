/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricCatalogueTest {
  private static final Path ROOT = Path.of("..");
  private static final Path FILES = ROOT.resolve("helm/millrace/files");
  private static final Pattern NAME = Pattern.compile("flink_[a-zA-Z_]+");

  /** What dashboards and rules use of Flink itself (Flink's documentation, "Metrics"). */
  private static final Set<String> FLINKS_OWN =
      Set.of(
          "flink_jobmanager_job_numRestarts",
          "flink_jobmanager_job_uptime",
          "flink_jobmanager_job_lastCheckpointDuration",
          "flink_jobmanager_job_lastCheckpointSize",
          "flink_jobmanager_job_numberOfCompletedCheckpoints",
          "flink_jobmanager_job_numberOfFailedCheckpoints",
          "flink_taskmanager_job_task_operator_pendingRecords");

  private static Set<String> known() {
    return MetricCatalogue.METRICS.stream()
        .map(Metric::prometheusName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyNameIsDescribedOnce() {
    Set<String> constants =
        Arrays.stream(MillraceMetrics.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .map(MetricCatalogueTest::value)
            .filter(name -> !name.equals(MillraceMetrics.GROUP))
            .collect(Collectors.toSet());

    assertThat(MetricCatalogue.METRICS.stream().filter(Metric::grouped).map(Metric::name))
        .containsExactlyInAnyOrderElementsOf(constants);
  }

  private static String value(java.lang.reflect.Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theCommittedPageIsUpToDate() {
    assertThat(ROOT.resolve("docs/metrics.md")).hasContent(MetricCatalogue.markdown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dashboards", "alerts"})
  void everyMetricThatIsDrawnOrWatchedExists(String folder) throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : files(folder)) {
      Matcher matcher = NAME.matcher(Files.readString(file));
      while (matcher.find()) {
        used.add(matcher.group());
      }
    }
    used.removeAll(FLINKS_OWN);

    assertThat(used).hasSizeGreaterThan(5).isSubsetOf(known());
  }

  private static Iterable<Path> files(String folder) throws IOException {
    try (Stream<Path> all = Files.list(FILES.resolve(folder))) {
      return all.toList();
    }
  }

  @Test
  void prometheusTakesTheRulesAndTheyFireWhenTheyShould() throws Exception {
    promtool("check", "rules", FILES.resolve("alerts/millrace.yaml").toString());
    promtool("test", "rules", "src/test/resources/alerts_test.yaml");
  }

  private static void promtool(String... arguments) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no promtool on this machine, it comes with Prometheus: " + e.getMessage());
      return;
    }
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
