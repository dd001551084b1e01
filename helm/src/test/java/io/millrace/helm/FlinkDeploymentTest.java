/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.jobs.run.ClusterCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlinkDeploymentTest {
  private static final String CONTAINER = "/podTemplate/spec/containers/0";

  static List<String> fixtures() {
    return Chart.fixtures();
  }

  private static Map<String, String> flink(JsonNode deployment) {
    Map<String, String> options = new TreeMap<>();
    deployment
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
    return options;
  }

  @Test
  void everyEnabledJobHasADeploymentAndNoOther() {
    assertThat(Chart.render(Values.fixture("production")).all("FlinkDeployment"))
        .extracting(job -> job.at("/metadata/name").asText())
        .containsExactlyInAnyOrder(
            "millrace-streaming-cnn",
            "millrace-drift-moe",
            "millrace-temporal-graph",
            "millrace-parameter-aggregation");
    assertThat(Chart.render(Values.fixture("small")).all("FlinkDeployment")).hasSize(1);
  }

  @Test
  void aJobRunsTheProjectsOwnProgramWithTheMountedFile() {
    JsonNode spec = Chart.render(Values.fixture("small")).job("streaming-cnn").path("spec");

    assertThat(spec.at("/job/entryClass").asText()).isEqualTo(ClusterCommand.class.getName());
    assertThat(spec.at("/job/args/0").asText()).isEqualTo("streaming-cnn");
    String file = spec.at("/job/args/2").asText();
    assertThat(spec.at("/jobManager" + CONTAINER + "/volumeMounts"))
        .anySatisfy(
            mount -> assertThat(file).isEqualTo(mount.path("mountPath").asText() + "/job.yaml"));
    assertThat(spec.at("/jobManager/podTemplate/spec/volumes"))
        .anySatisfy(
            volume ->
                assertThat(volume.at("/configMap/name").asText())
                    .isEqualTo("millrace-streaming-cnn"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyVolumeThatIsMountedIsThere(String fixture) {
    for (JsonNode job : Chart.render(Values.fixture(fixture)).all("FlinkDeployment")) {
      for (String role : List.of("jobManager", "taskManager")) {
        JsonNode pod = job.at("/spec/" + role + "/podTemplate/spec");
        List<String> volumes = new ArrayList<>();
        pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        List<String> mounted = new ArrayList<>();
        pod.at("/containers/0/volumeMounts").forEach(m -> mounted.add(m.path("name").asText()));
        assertThat(mounted).as(Rendered.name(job)).containsExactlyInAnyOrderElementsOf(volumes);
      }
    }
  }

  @Test
  void stateOfEveryJobLiesInAFolderOfItsOwn() {
    Rendered rendered = Chart.render(Values.fixture("production"));
    for (String job :
        List.of("streaming-cnn", "drift-moe", "temporal-graph", "parameter-aggregation")) {
      String folder = "s3://example-streaming/millrace/millrace/" + job;
      assertThat(flink(rendered.job(job)))
          .containsEntry("high-availability.type", "kubernetes")
          .containsEntry("high-availability.storageDir", folder + "/ha")
          .containsEntry("execution.checkpointing.dir", folder + "/checkpoints")
          .containsEntry(
              "execution.checkpointing.savepoint-dir", folder + "/checkpoints/savepoints")
          .containsEntry(
              "execution.checkpointing.externalized-checkpoint-retention",
              "RETAIN_ON_CANCELLATION");
    }
  }

  @Test
  void twoReleasesShareNeitherStateNorTransactions() {
    Values values = Values.fixture("small");
    Rendered one = Chart.render(values, "blue");
    Rendered other = Chart.render(values, "green");

    JsonNode blue = one.one("FlinkDeployment", "blue-millrace-streaming-cnn");
    JsonNode green = other.one("FlinkDeployment", "green-millrace-streaming-cnn");
    assertThat(flink(blue).get("high-availability.storageDir"))
        .isNotEqualTo(flink(green).get("high-availability.storageDir"));
    assertThat(one.text()).contains("transactional-id-prefix: blue-millrace-streaming-cnn");
    assertThat(other.text()).contains("transactional-id-prefix: green-millrace-streaming-cnn");
  }

  @Test
  void theJvmHasTheFlagsOfTheProjectsOwnTests() {
    assertThat(flink(Chart.render(Values.fixture("small")).job("streaming-cnn")))
        .containsEntry("env.java.opts.all", Pom.property("millrace.jvm"))
        .containsEntry("env.java.opts.taskmanager", "-XX:+UseTransparentHugePages");
  }

  @Test
  void aGpuIsAskedForThroughFlinkAndGetsItsImage() {
    JsonNode job = Chart.render(Values.fixture("gpu")).job("streaming-cnn");

    assertThat(flink(job))
        .containsEntry("external-resources", "gpu")
        .containsEntry("external-resource.gpu.amount", "1")
        .containsEntry("external-resource.gpu.kubernetes.config-key", "nvidia.com/gpu")
        .containsEntry(
            "external-resource.gpu.driver-factory.class",
            "org.apache.flink.externalresource.gpu.GPUDriverFactory");
    assertThat(job.at("/spec/image").asText()).endsWith("-gpu");
    JsonNode taskManager = job.at("/spec/taskManager/podTemplate/spec");
    assertThat(taskManager.at("/nodeSelector").size()).isEqualTo(1);
    assertThat(taskManager.at("/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
    JsonNode jobManager = job.at("/spec/jobManager/podTemplate/spec");
    assertThat(jobManager.has("tolerations")).as("job managers need no GPU").isFalse();
  }

  @Test
  void withoutAGpuNothingAsksForOne() {
    JsonNode job = Chart.render(Values.fixture("small")).job("streaming-cnn");

    assertThat(flink(job)).doesNotContainKey("external-resources");
    assertThat(job.at("/spec/image").asText()).doesNotContain("gpu");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void flinkCanDivideTheMemoryAndTheHotTiersFitIntoTheHeap(String fixture) {
    Rendered rendered = Chart.render(Values.fixture(fixture));
    for (JsonNode job : rendered.all("FlinkDeployment")) {
      Configuration flink = Configuration.fromMap(flink(job));
      flink.set(
          TaskManagerOptions.TOTAL_PROCESS_MEMORY,
          MemorySize.parse(job.at("/spec/taskManager/resource/memory").asText()));
      flink.set(
          JobManagerOptions.TOTAL_PROCESS_MEMORY,
          MemorySize.parse(job.at("/spec/jobManager/resource/memory").asText()));

      TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(flink);
      int slots = flink.get(TaskManagerOptions.NUM_TASK_SLOTS);
      String name = job.at("/metadata/labels/millrace.io~1job").asText();
      MemorySize hotTier = JobFile.of(rendered, name).hotTier();

      assertThat(spec.getTaskHeapSize().getBytes())
          .as("heap of %s for %d hot tiers of %s", name, slots, hotTier)
          .isGreaterThan(2L * slots * hotTier.getBytes());
      assertThat(
              JobManagerProcessUtils.processSpecFromConfig(flink)
                  .getJvmHeapMemorySize()
                  .getMebiBytes())
          .isGreaterThan(700);
    }
  }

  @Test
  void aChangedConfigurationChangesThePodsSoThatTheOperatorUpgradesTheJob() {
    Values values = Values.fixture("small");
    JsonNode before = Chart.render(values).job("streaming-cnn");
    JsonNode after =
        Chart.render(values.with("jobs/streaming-cnn/millrace/bundle/size", "7"))
            .job("streaming-cnn");
    JsonNode same = Chart.render(values.with("dashboard/heapPercent", "50")).job("streaming-cnn");

    assertThat(after.path("spec")).isNotEqualTo(before.path("spec"));
    assertThat(same.path("spec")).isEqualTo(before.path("spec"));
  }

  @Test
  void whatAJobSaysWinsOverTheDefaultsEvenWhereItIsFalseOrZeroOrEmpty() {
    Values values =
        Values.fixture("small")
            .with("jobDefaults/gpu/enabled", "true")
            .with("jobDefaults/allowNonRestoredState", "true")
            .with("jobDefaults/savepointInterval", "6h")
            .with("jobDefaults/taskManager/managedFraction", "0.5")
            .with("jobDefaults/millrace/signal/gap-limit", "9")
            .with("jobs/streaming-cnn/gpu/enabled", "false")
            .with("jobs/streaming-cnn/allowNonRestoredState", "false")
            .with("jobs/streaming-cnn/savepointInterval", "''")
            .with("jobs/streaming-cnn/taskManager/managedFraction", "0")
            .with("jobs/streaming-cnn/millrace/signal/gap-limit", "0");
    Rendered rendered = Chart.render(values);
    JsonNode job = rendered.job("streaming-cnn");

    assertThat(flink(job))
        .doesNotContainKeys("external-resources", "kubernetes.operator.periodic.savepoint.interval")
        .containsEntry("taskmanager.memory.managed.fraction", "0");
    assertThat(job.at("/spec/job/allowNonRestoredState").asBoolean()).isFalse();
    assertThat(rendered.jobFile("streaming-cnn")).contains("gap-limit: 0");
  }

  @Test
  void podsRunWithoutRightsThatTheyDoNotNeed() {
    for (JsonNode job : Chart.render(Values.fixture("production")).all("FlinkDeployment")) {
      for (String role : List.of("jobManager", "taskManager")) {
        JsonNode pod = job.at("/spec/" + role + "/podTemplate/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(9999);
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      }
    }
  }

  @Test
  void theAccountOfJobManagersMayNotReadSecrets() {
    JsonNode role = Chart.render(Values.fixture("production")).one("Role", "millrace-flink");

    for (JsonNode rule : role.path("rules")) {
      assertThat(rule.path("resources").toString()).doesNotContain("secrets").doesNotContain("*");
      assertThat(rule.path("verbs").toString()).doesNotContain("*");
    }
  }

  @Test
  void recoveryIsSteeredByValues() {
    Values values =
        Values.fixture("small")
            .with("jobs/streaming-cnn/state", "suspended")
            .with("jobs/streaming-cnn/upgradeMode", "savepoint")
            .with("jobs/streaming-cnn/initialSavepointPath", "s3://elsewhere/savepoint-1")
            .with("jobs/streaming-cnn/savepointRedeployNonce", "3")
            .with("jobs/streaming-cnn/restartNonce", "2");
    JsonNode spec = Chart.render(values).job("streaming-cnn").path("spec");

    assertThat(spec.at("/job/state").asText()).isEqualTo("suspended");
    assertThat(spec.at("/job/initialSavepointPath").asText())
        .isEqualTo("s3://elsewhere/savepoint-1");
    assertThat(spec.at("/job/savepointRedeployNonce").asInt()).isEqualTo(3);
    assertThat(spec.at("/restartNonce").asInt()).isEqualTo(2);
    assertThat(spec.at("/job").has("savepointTriggerNonce")).isFalse();
  }

  @Test
  void whatTheProgramsSetThemselvesIsRefusedAmongFlinksOptions() {
    Rendered rendered = Chart.render(Values.fixture("production"));
    Set<String> keys = new TreeSet<>();
    for (JsonNode job : rendered.all("FlinkDeployment")) {
      String name = job.at("/metadata/labels/millrace.io~1job").asText();
      keys.addAll(JobFile.of(rendered, name).flinkOptionsThatTheProgramSets());
    }

    assertThat(keys).contains("parallelism.default", "execution.checkpointing.interval");
    for (String key : keys) {
      Values values =
          Values.fixture("small").with("flink/configuration", "{\"" + key + "\": \"1\"}");
      assertThatThrownBy(() -> Chart.render(values)).as(key).hasMessageContaining(key);
    }
  }
}
