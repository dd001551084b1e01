/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dashboard.cli.DashboardCommands;
import io.millrace.jobs.cli.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What stands around the jobs: network, disruption, monitoring, dashboard, model store. */
class SurroundingsTest {
  private static final Schemas SCHEMAS = new Schemas();
  private static Rendered production;

  @BeforeAll
  static void render() {
    production = Chart.render(Values.fixture("production"));
  }

  @Test
  void everyJobHasANetworkPolicyOfItsOwnPods() {
    for (JsonNode job : production.all("FlinkDeployment")) {
      String name = job.at("/metadata/name").asText();
      JsonNode spec = production.one("NetworkPolicy", name).path("spec");
      // Flink labels all pods of a cluster with its name.
      assertThat(spec.at("/podSelector/matchLabels/app").asText()).isEqualTo(name);
      assertThat(spec.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
      assertThat(spec.at("/egress/0/to/0/podSelector/matchLabels/app").asText()).isEqualTo(name);
    }
  }

  @Test
  void onlyTheOperatorPrometheusAndTheDashboardGetInAndOnlyToTheirPorts() {
    JsonNode ingress = production.one("NetworkPolicy", "millrace-drift-moe").at("/spec/ingress");

    assertThat(ingress).hasSize(4);
    assertThat(ingress.at("/3/from/0/podSelector/matchLabels").toString())
        .contains("\"dashboard\"");
    assertThat(ingress.at("/3/ports/0/port").asInt()).isEqualTo(8081);
    assertThat(ingress.at("/1/from/0/namespaceSelector/matchLabels").toString())
        .contains("flink-operator");
    assertThat(ingress.at("/1/ports/0/port").asInt()).isEqualTo(8081);
    assertThat(ingress.at("/2/from/0/namespaceSelector/matchLabels").toString())
        .contains("monitoring");
    assertThat(ingress.at("/2/ports/0/port").asInt()).isEqualTo(9249);
  }

  @Test
  void brokersAreReachedWhereTheValuesSay() {
    JsonNode egress = production.one("NetworkPolicy", "millrace-drift-moe").at("/spec/egress");

    assertThat(egress)
        .anySatisfy(
            rule -> {
              assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(9093);
              assertThat(rule.at("/to/0/ipBlock/cidr").asText()).isEqualTo("10.20.0.0/16");
            });
    assertThat(production.one("NetworkPolicy", "millrace-dashboard").at("/spec/egress"))
        .as("the dashboard needs Flink's page, names and brokers only")
        .hasSize(3);
  }

  @Test
  void nodesAreDrainedOneTaskManagerAtATime() {
    JsonNode workers = production.one("PodDisruptionBudget", "millrace-drift-moe-taskmanager");
    JsonNode leaders = production.one("PodDisruptionBudget", "millrace-drift-moe-jobmanager");

    assertThat(workers.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(workers.at("/spec/selector/matchLabels/component").asText())
        .isEqualTo("taskmanager");
    assertThat(leaders.at("/spec/minAvailable").asInt()).isEqualTo(1);
    assertThat(Chart.render(Values.fixture("small")).names())
        .as("a single job manager would never let its node be drained")
        .noneMatch(name -> name.endsWith("-jobmanager"));
  }

  @Test
  void prometheusFindsThePortThatFlinksReporterOpens() {
    JsonNode monitor = production.one("PodMonitor", "millrace");
    JsonNode job = production.job("drift-moe");
    JsonNode port = job.at("/spec/taskManager/podTemplate/spec/containers/0/ports/0");

    assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText())
        .isEqualTo(port.path("name").asText());
    assertThat(job.at("/spec/flinkConfiguration/metrics.reporter.prom.port").asInt())
        .isEqualTo(port.path("containerPort").asInt());
    JsonNode labels = job.at("/spec/taskManager/podTemplate/metadata/labels");
    monitor
        .at("/spec/selector/matchLabels")
        .properties()
        .forEach(
            label -> {
              if (!label.getKey().equals("type")) {
                assertThat(labels.path(label.getKey())).isEqualTo(label.getValue());
              }
            });
  }

  @Test
  void dashboardsAndAlertsComeFromTheChartsFiles() throws IOException {
    Path chart = Chart.copy();
    Path dashboards = Files.createDirectories(chart.resolve("files/dashboards"));
    Path alerts = Files.createDirectories(chart.resolve("files/alerts"));
    Files.writeString(dashboards.resolve("extra_view.json"), "{\"title\": \"{{ job }}\"}\n");
    Files.writeString(
        alerts.resolve("extra.yaml"),
        """
        groups:
          - name: extra
            rules:
              - alert: Extra
                expr: flink_jobmanager_job_uptime < 1
                for: 5m
                annotations:
                  summary: "{{ $labels.job }} has just begun"
        """);

    Rendered rendered = Chart.render(chart, Values.fixture("production"));

    JsonNode view = rendered.one("ConfigMap", "millrace-grafana-extra-view");
    assertThat(view.at("/data/extra_view.json").asText()).contains("{{ job }}");
    assertThat(view.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    JsonNode rule = rendered.one("PrometheusRule", "millrace-extra");
    assertThat(rule.at("/spec/groups/0/rules/0/annotations/summary").asText())
        .isEqualTo("{{ $labels.job }} has just begun");
    assertThat(SCHEMAS.complaints(rule)).isEmpty();
    assertThat(SCHEMAS.complaints(view)).isEmpty();
  }

  @Test
  void theDashboardIsReachedThroughItsService() {
    JsonNode deployment = production.one("Deployment", "millrace-dashboard");
    JsonNode service = production.one("Service", "millrace-dashboard");
    JsonNode labels = deployment.at("/spec/template/metadata/labels");

    service
        .at("/spec/selector")
        .properties()
        .forEach(label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
    assertThat(service.at("/spec/ports/0/targetPort").asText())
        .isEqualTo(deployment.at("/spec/template/spec/containers/0/ports/0/name").asText());
    assertThat(deployment.at("/spec/template/spec/containers/0/args").toString())
        .contains("--config=/etc/millrace/dashboard/dashboard.yaml")
        .contains("--token-file=/etc/millrace/token/token")
        .doesNotContain("--keystore");
    assertThat(deployment.at("/spec/template/spec/automountServiceAccountToken").asBoolean(true))
        .isFalse();
  }

  @Test
  void theDashboardUnderstandsItsArguments() {
    Rendered rendered =
        Chart.render(Values.fixture("production").with("dashboard/tls/secretName", "page"));
    List<String> arguments = new ArrayList<>();
    rendered
        .one("Deployment", "millrace-dashboard")
        .at("/spec/template/spec/containers/0/args")
        .forEach(argument -> arguments.add(argument.asText()));
    Console console = new Console(System.out, System.err, false);
    CommandLine command = new CommandLine(new DashboardCommands().commands(console).get(0));

    assertThat(arguments.remove(0)).isEqualTo(command.getCommandName());
    CommandLine.ParseResult parsed = command.parseArgs(arguments.toArray(String[]::new));

    assertThat(parsed.<Integer>matchedOptionValue("--port", 0)).isEqualTo(8080);
    assertThat(URI.create(parsed.matchedOptionValue("--flink", "")).getPort()).isEqualTo(8081);
    assertThat(parsed.hasMatchedOption("--keystore")).isTrue();
    assertThat(parsed.<Path>matchedOptionValue("--config", null))
        .hasToString("/etc/millrace/dashboard/dashboard.yaml");
  }

  @Test
  void theModelStoreIsAVolumeThatOutlivesTheReleaseOrAFolderOfTheObjectStore() {
    JsonNode claim = production.one("PersistentVolumeClaim", "millrace-models");
    assertThat(claim.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
    assertThat(production.job("streaming-cnn").at("/spec/taskManager/podTemplate/spec/volumes"))
        .anySatisfy(
            volume ->
                assertThat(volume.at("/persistentVolumeClaim/claimName").asText())
                    .isEqualTo("millrace-models"));

    Rendered bucket =
        Chart.render(Values.fixture("small").with("jobs/parameter-aggregation/enabled", "true"));
    assertThat(bucket.all("PersistentVolumeClaim")).isEmpty();
    assertThat(bucket.jobFile("parameter-aggregation"))
        .contains("store: s3://millrace/state/millrace/models");
  }
}
