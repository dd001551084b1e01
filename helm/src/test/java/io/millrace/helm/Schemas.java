/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The schemas of all kinds that the chart renders, stricter than an API server takes them: a field
 * that a schema does not list is an error, where a server would drop it without a word.
 *
 * <p>Kubernetes' own and Prometheus' come with the fabric8 model, the FlinkDeployment's is the
 * operator's CRD, the KafkaTopic's is written down from Strimzi's documentation.
 */
final class Schemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "schema/validation-schema.json";
  private static final String FLINK_CRD =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  /** The published CRD ends with Flink 1.20; the operators that run Flink 2 extend this list. */
  private static final List<String> LATER_FLINK = List.of("v2_0", "v2_1", "v2_2", "v2_3");

  /** Words for code generators, which say nothing of what is valid. */
  private static final List<String> GENERATORS_OWN =
      List.of(
          "existingJavaType",
          "javaType",
          "javaInterfaces",
          "javaOmitEmpty",
          "serializer",
          "deserializer",
          "x-kubernetes-int-or-string");

  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", "kubernetes_core_ConfigMap"),
          Map.entry("v1/Service", "kubernetes_core_Service"),
          Map.entry("v1/ServiceAccount", "kubernetes_core_ServiceAccount"),
          Map.entry("v1/PersistentVolumeClaim", "kubernetes_core_PersistentVolumeClaim"),
          Map.entry("v1/Pod", "kubernetes_core_Pod"),
          Map.entry("apps/v1/Deployment", "kubernetes_apps_Deployment"),
          Map.entry("rbac.authorization.k8s.io/v1/Role", "kubernetes_rbac_v1_Role"),
          Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", "kubernetes_rbac_v1_RoleBinding"),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", "kubernetes_networking_v1_NetworkPolicy"),
          Map.entry("policy/v1/PodDisruptionBudget", "kubernetes_policy_v1_PodDisruptionBudget"),
          Map.entry("monitoring.coreos.com/v1/PodMonitor", "os_monitoring_v1_PodMonitor"),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", "os_monitoring_v1_PrometheusRule"));

  private final ObjectNode definitions = JSON.createObjectNode();
  private final Map<String, JsonSchema> ready = new HashMap<>();

  Schemas() {
    try {
      Enumeration<URL> models = Schemas.class.getClassLoader().getResources(MODEL);
      while (models.hasMoreElements()) {
        try (InputStream in = models.nextElement().openStream()) {
          definitions.setAll((ObjectNode) JSON.readTree(in).path("definitions"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // These two are written as a text or a number, not as the structures that Go has for them.
    definitions.set("kubernetes_resource_Quantity", either("string", "number"));
    definitions.set(
        "kubernetes_apimachinery_pkg_util_intstr_IntOrString", either("string", "integer"));
    definitions.forEach(Schemas::tighten);
  }

  private static ObjectNode either(String... types) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode any = schema.putArray("type");
    for (String type : types) {
      any.add(type);
    }
    return schema;
  }

  /** What is wrong with an object, in words; empty when nothing is. */
  List<String> complaints(JsonNode object) {
    String kind = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
    List<String> complaints = new ArrayList<>();
    for (ValidationMessage message : ready.computeIfAbsent(kind, this::schema).validate(object)) {
      complaints.add(Rendered.name(object) + message.getMessage());
    }
    return complaints;
  }

  private JsonSchema schema(String kind) {
    ObjectNode schema;
    if (kind.equals("flink.apache.org/v1beta1/FlinkDeployment")) {
      schema = flink();
    } else if (kind.startsWith("kafka.strimzi.io/")) {
      schema = (ObjectNode) resource("/kafkatopic.schema.json");
    } else {
      String name = MODELS.get(kind);
      if (name == null || !definitions.has(name)) {
        throw new IllegalArgumentException("no schema for " + kind);
      }
      schema = JSON.createObjectNode().put("$ref", "#/definitions/" + name);
      schema.set("definitions", definitions);
    }
    return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
  }

  private static ObjectNode flink() {
    JsonNode crd = resource(FLINK_CRD);
    ObjectNode schema = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema");
    ObjectNode top = (ObjectNode) schema.path("properties");
    top.putObject("apiVersion").put("type", "string");
    top.putObject("kind").put("type", "string");
    // The server knows these fields of every object, so that CRDs do not list them.
    ObjectNode metadata = top.putObject("metadata").put("type", "object").putObject("properties");
    metadata.putObject("name").put("type", "string").put("maxLength", 45);
    metadata.putObject("namespace").put("type", "string");
    for (String map : List.of("labels", "annotations")) {
      metadata
          .putObject(map)
          .put("type", "object")
          .putObject("additionalProperties")
          .put("type", "string");
    }
    ArrayNode versions = (ArrayNode) top.at("/spec/properties/flinkVersion/enum");
    LATER_FLINK.forEach(versions::add);
    tighten(schema);
    return schema;
  }

  /** Closes objects, and turns what is no JSON schema into some. */
  private static void tighten(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("required").isBoolean()) {
        object.remove("required");
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.setAll(either("string", "integer", "number"));
        object.remove("anyOf");
      }
      object.remove(GENERATORS_OWN);
      boolean open = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (object.path("properties").isObject()
          && object.path("type").asText().equals("object")
          && !open) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(Schemas::tighten);
  }

  private static JsonNode resource(String path) {
    try (InputStream in = Schemas.class.getResourceAsStream(path)) {
      return Values.YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
