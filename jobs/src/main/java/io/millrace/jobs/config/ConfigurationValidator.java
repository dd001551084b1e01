/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import io.millrace.jobs.config.ConfigurationException.Problem;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.signature.Verifier;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.signature.Ed25519;
import io.millrace.operators.drift.CatalogueParts;
import io.millrace.operators.drift.DriftRules;
import io.millrace.operators.drift.Split;
import io.millrace.operators.signal.GapPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Checks a configuration's options on their own and against each other, all at once. */
public final class ConfigurationValidator {
  /** Key groups are numbered with 15 bits. */
  private static final int MOST_KEY_GROUPS = 32768;

  /** A bit each. */
  private static final int MOST_NEIGHBOURS = 64;

  private static final long MOST_INLINE = 512 << 10;

  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  private static final Set<String> OWNED_CLIENT_PROPERTIES =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "transactional.id",
          "transaction.timeout.ms",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  private final JobConfiguration configuration;
  private final List<Problem> problems = new ArrayList<>();

  private ConfigurationValidator(JobConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Accepts a configuration or tells everything that is wrong with it.
   *
   * @throws ConfigurationException with one problem per mistake
   */
  public static void validate(JobConfiguration configuration) {
    List<Problem> problems = problems(configuration);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  static List<Problem> problems(JobConfiguration configuration) {
    ConfigurationValidator validator = new ConfigurationValidator(configuration);
    validator.ranges();
    validator.parallelism();
    validator.delivery();
    validator.kafka();
    validator.model();
    validator.topics();
    validator.time();
    validator.drift();
    validator.graph();
    validator.sharing();
    validator.aggregation();
    validator.problems.addAll(DashboardRules.problems(configuration));
    return List.copyOf(validator.problems);
  }

  private void ranges() {
    atLeast(JobOptions.PARALLELISM, 1);
    atLeast(JobOptions.MAX_PARALLELISM, 1);
    atLeast(BundleOptions.SIZE, 1);
    atLeast(ModelOptions.HOP, 0);
    atLeast(SignalOptions.GAP_LIMIT, 0);
    atLeast(SignalOptions.MAX_FRAME, 1);
    if (!(configuration.get(SignalOptions.RATE_TOLERANCE) >= 0)) {
      complain(SignalOptions.RATE_TOLERANCE, "less than nothing", "set it to 0 or more");
    }
    atLeast(CheckpointOptions.RESTART_ATTEMPTS, 0);
    positive(BundleOptions.LATENCY);
    notNegative(SignalOptions.DISORDER_BOUND);
    notNegative(SignalOptions.IDLE_TIMEOUT);
    notNegative(SignalOptions.MAX_AHEAD);
    notNegative(CheckpointOptions.INTERVAL);
    notNegative(CheckpointOptions.MAX_DOWNTIME);
    notNegative(CheckpointOptions.RESTART_DELAY);
    positive(CheckpointOptions.TIMEOUT);
    positive(KafkaOptions.TRANSACTION_TIMEOUT);
    positive(StateOptions.TTL);
    if (configuration.get(StateOptions.HOT_TIER_MEMORY).getBytes() < 1 << 20) {
      complain(
          StateOptions.HOT_TIER_MEMORY, "which holds hardly a stream", "give it at least 1 mb");
    }
  }

  private void parallelism() {
    int parallelism = configuration.get(JobOptions.PARALLELISM);
    int maximum = configuration.get(JobOptions.MAX_PARALLELISM);
    if (maximum > MOST_KEY_GROUPS) {
      complain(
          JobOptions.MAX_PARALLELISM,
          "more key groups than Flink numbers",
          "set it to at most " + MOST_KEY_GROUPS);
    } else if (parallelism > maximum) {
      complain(
          JobOptions.PARALLELISM,
          "more than " + JobOptions.MAX_PARALLELISM.key() + " = " + maximum,
          "lower it, or raise the other where no savepoint is to be restored");
    }
  }

  private void delivery() {
    if (configuration.get(KafkaOptions.DELIVERY) != Guarantee.EXACTLY_ONCE) {
      return;
    }
    Duration interval = configuration.get(CheckpointOptions.INTERVAL);
    if (interval.isZero()) {
      complain(
          KafkaOptions.DELIVERY,
          "but " + CheckpointOptions.INTERVAL.key() + " = 0 never ends a transaction",
          "set an interval such as 10 s, or deliver at-least-once");
    }
    if (configuration.get(CheckpointOptions.MODE) != Guarantee.EXACTLY_ONCE) {
      complain(
          KafkaOptions.DELIVERY,
          "but " + CheckpointOptions.MODE.key() + " lets state count records twice",
          "set the mode to exactly-once, or deliver at-least-once");
    }
    Duration covered = interval.plus(configuration.get(CheckpointOptions.MAX_DOWNTIME));
    if (configuration.get(KafkaOptions.TRANSACTION_TIMEOUT).compareTo(covered) <= 0) {
      complain(
          KafkaOptions.TRANSACTION_TIMEOUT,
          "not more than "
              + CheckpointOptions.INTERVAL.key()
              + " + "
              + CheckpointOptions.MAX_DOWNTIME.key()
              + " = "
              + OptionTypes.text(covered)
              + ", so that results could be lost after a failure",
          "raise it above that, or lower "
              + CheckpointOptions.MAX_DOWNTIME.key()
              + " if the job is never down so long");
    }
    notBlank(KafkaOptions.TRANSACTIONAL_ID_PREFIX);
  }

  private void kafka() {
    if (configuration.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
      complain(
          KafkaOptions.BOOTSTRAP_SERVERS,
          "but a job reads from Kafka",
          "set it to the brokers, such as localhost:9092");
    } else {
      notBlank(KafkaOptions.BOOTSTRAP_SERVERS);
    }
    notBlank(KafkaOptions.GROUP_ID);
    if (!COMPRESSIONS.contains(configuration.get(KafkaOptions.COMPRESSION))) {
      complain(
          KafkaOptions.COMPRESSION,
          "which Kafka does not know",
          "set it to one of " + String.join(", ", COMPRESSIONS));
    }
    configuration
        .get(KafkaOptions.PROPERTIES)
        .forEach(
            (name, value) -> {
              if (OWNED_CLIENT_PROPERTIES.contains(name)) {
                problems.add(
                    new Problem(
                        KafkaOptions.PROPERTIES.key() + "." + name,
                        value,
                        "but the job sets this property itself",
                        "remove it and use the other options of group kafka"));
              }
            });
  }

  private void model() {
    configuration
        .get(ModelOptions.KEYS)
        .forEach(
            (name, key) -> {
              try {
                Ed25519.publicKey("signer '" + name + "' of models", key);
              } catch (IllegalArgumentException e) {
                // The value is not repeated: whoever mistakes the keys may have written a private
                // one.
                problems.add(
                    new Problem(
                        ModelOptions.KEYS.key() + "." + name,
                        "...",
                        e.getMessage(),
                        "export the public key again"));
              }
            });
  }

  private void topics() {
    Map<String, ConfigOption<String>> users = new HashMap<>();
    for (ConfigOption<?> option : TopicOptions.GROUP.options()) {
      @SuppressWarnings("unchecked")
      ConfigOption<String> topic = (ConfigOption<String>) option;
      notBlank(topic);
      ConfigOption<String> other = users.putIfAbsent(configuration.get(topic), topic);
      if (other != null) {
        complain(topic, "as is " + other.key(), "give each its own topic");
      }
    }
  }

  private void time() {
    Duration interval = configuration.get(CheckpointOptions.INTERVAL);
    if (!interval.isZero() && configuration.get(BundleOptions.LATENCY).compareTo(interval) >= 0) {
      complain(
          BundleOptions.LATENCY,
          "but every checkpoint completes the bundles already, each "
              + OptionTypes.text(interval)
              + " ("
              + CheckpointOptions.INTERVAL.key()
              + ")",
          "set it well below, such as 20 ms");
    }
    if (configuration
            .get(StateOptions.TTL)
            .compareTo(configuration.get(SignalOptions.DISORDER_BOUND))
        <= 0) {
      complain(
          StateOptions.TTL,
          "not more than "
              + SignalOptions.DISORDER_BOUND.key()
              + " = "
              + OptionTypes.text(configuration.get(SignalOptions.DISORDER_BOUND))
              + ", so that streams are forgotten while their frames are waited for",
          "raise it to hours or days");
    }
    if (configuration.get(SignalOptions.GAP_POLICY) != GapPolicy.RESET
        && configuration.get(SignalOptions.GAP_LIMIT) == 0) {
      complain(
          SignalOptions.GAP_POLICY,
          "but " + SignalOptions.GAP_LIMIT.key() + " = 0 fills no gap",
          "set the limit to the longest gap, in samples, that may be filled");
    }
  }

  private void drift() {
    if (!LearnerCatalogue.has(configuration.get(DriftOptions.LEARNER))) {
      oneOf(DriftOptions.LEARNER, LearnerCatalogue.names());
    }
    oneOf(DriftOptions.DETECTOR, CatalogueParts.DETECTORS);
    atLeast(DriftOptions.CLASSES, 1);
    atLeast(DriftOptions.MAX_CLASSES, 1);
    int most = configuration.get(DriftOptions.MAX_CLASSES);
    if (most > Labels.MAX + 1) {
      complain(DriftOptions.MAX_CLASSES, "too many", "set it to at most " + (Labels.MAX + 1));
    }
    if (configuration.get(DriftOptions.CLASSES) > most) {
      complain(
          DriftOptions.CLASSES,
          "more than " + DriftOptions.MAX_CLASSES.key() + " = " + most,
          "lower it, or raise the other");
    }
    atLeast(DriftOptions.MAX_WAITING, 1);
    atLeast(DriftOptions.MAX_ATTRIBUTES, 1);
    if (configuration.get(DriftOptions.MAX_ATTRIBUTES) > DriftRules.MAX_ATTRIBUTES) {
      complain(
          DriftOptions.MAX_ATTRIBUTES,
          "too many",
          "set it to at most " + DriftRules.MAX_ATTRIBUTES);
    }
    atLeast(DriftOptions.REPORT_WINDOW, 1);
    atLeast(DriftOptions.COLD_LABELS, 0);
    notNegative(DriftOptions.LABEL_DELAY);
    notNegative(DriftOptions.DISORDER_BOUND);
    notNegative(DriftOptions.IDLE_TIMEOUT);
    notNegative(DriftOptions.MAX_APART);
    notNegative(DriftOptions.MAX_AHEAD);
    try {
      Split.of(configuration.get(DriftOptions.SPLIT));
    } catch (IllegalArgumentException e) {
      complain(DriftOptions.SPLIT, e.getMessage(), "write it as clicks=8, views=4");
    }
  }

  private void graph() {
    oneOf(GraphOptions.MODEL, LinkModelCatalogue.names());
    atLeast(GraphOptions.FEATURES, 0);
    atLeast(GraphOptions.MEMORY, 0);
    if (configuration.get(GraphOptions.MEMORY) % 2 != 0) {
      complain(
          GraphOptions.MEMORY,
          "which two heads of attention cannot share",
          "set it to an even number");
    }
    atLeast(GraphOptions.NEIGHBOURS, 0);
    if (configuration.get(GraphOptions.NEIGHBOURS) > MOST_NEIGHBOURS) {
      complain(GraphOptions.NEIGHBOURS, "too many", "set it to at most " + MOST_NEIGHBOURS);
    }
    atLeast(GraphOptions.BATCH, 1);
    atLeast(GraphOptions.WARM_UP, 0);
    atLeast(GraphOptions.REPORT_WINDOW, 0);
    atLeast(GraphOptions.MAX_NODES, 2);
    within(GraphOptions.LEARNING_RATE, 0, 1);
    within(GraphOptions.MAX_MAGNITUDE, 1e-6, 1e9);
    positive(GraphOptions.BATCH_SPAN);
    positive(GraphOptions.NODE_TTL);
    positive(GraphOptions.GRAPH_TTL);
    notNegative(GraphOptions.DISORDER_BOUND);
    notNegative(GraphOptions.IDLE_TIMEOUT);
    notNegative(GraphOptions.MAX_APART);
    notNegative(GraphOptions.MAX_AHEAD);
    notNegative(GraphOptions.EMBEDDING_INTERVAL);
    partitions();
  }

  private void partitions() {
    atLeast(GraphOptions.PARTITIONS, 1);
    atLeast(GraphOptions.PARTITIONER_NODES, 2);
    notNegative(GraphOptions.RECONCILE_INTERVAL);
    int partitions = configuration.get(GraphOptions.PARTITIONS);
    if (partitions > Long.SIZE) {
      complain(GraphOptions.PARTITIONS, "too many", "set it to at most " + Long.SIZE);
    }
    String model = configuration.get(GraphOptions.MODEL);
    if (partitions > 1
        && !configuration.get(GraphOptions.RECONCILE_INTERVAL).isZero()
        && LinkModelCatalogue.names().contains(model)
        && configuration.get(GraphOptions.BUNDLE).isBlank()
        && !LinkModelCatalogue.create(ModelSpec.of(model, 0, 1), HeapNodes::new).model().merges()) {
      complain(
          GraphOptions.RECONCILE_INTERVAL,
          "but what partitions know of nodes cannot be merged for " + model,
          "set it to 0 ms, or use tgn");
    }
  }

  private void within(ConfigOption<Double> option, double least, double most) {
    double value = configuration.get(option);
    if (!(value >= least && value <= most)) {
      complain(option, "out of range", "set it from " + least + " to " + most);
    }
  }

  private void sharing() {
    atLeast(ShareOptions.EVERY, 0);
    notNegative(ShareOptions.WINDOW);
    String model = configuration.get(ShareOptions.MODEL);
    if (model.isBlank()) {
      return;
    }
    try {
      UpdateHeader.checkedKey(model, "");
    } catch (IllegalArgumentException e) {
      complain(ShareOptions.MODEL, e.getMessage(), "name it plainly, such as payments");
    }
    if (configuration.get(ShareOptions.DELTAS) && !configuration.get(ShareOptions.FOLLOW)) {
      complain(
          ShareOptions.DELTAS,
          "has no version to measure from",
          "set " + ShareOptions.FOLLOW.key() + ": true, or leave it out");
    }
    if (configuration.get(ShareOptions.EVERY) == 0
        && configuration.get(ShareOptions.WINDOW).isZero()
        && !configuration.get(ShareOptions.FOLLOW)) {
      complain(
          ShareOptions.MODEL,
          "but nothing is sent and nothing followed",
          "set " + ShareOptions.EVERY.key() + ", or leave the model out");
    }
  }

  private void aggregation() {
    try {
      RuleCatalogue.strategy(
          configuration.get(AggregationOptions.RULE),
          configuration.get(AggregationOptions.PARAMETERS));
    } catch (IllegalArgumentException e) {
      complain(AggregationOptions.RULE, e.getMessage(), "write it as fedavg or nnm+trimmed-mean");
    }
    try {
      Triggers.parse(configuration.get(AggregationOptions.TRIGGER));
    } catch (IllegalArgumentException e) {
      complain(
          AggregationOptions.TRIGGER, e.getMessage(), "write it as count(20) | deadline(60 s)");
    }
    try {
      Verifier.of(configuration.get(AggregationOptions.KEYS));
    } catch (IllegalArgumentException e) {
      // The value is not repeated: whoever mistakes the keys may have written a private one.
      problems.add(
          new Problem(
              AggregationOptions.KEYS.key(), "...", e.getMessage(), "export the public key again"));
    }
    atLeast(AggregationOptions.MAX_STALENESS, 0);
    atLeast(AggregationOptions.MIN_UPDATES, 1);
    atLeast(AggregationOptions.MAX_PENDING, 1);
    atLeast(AggregationOptions.REMEMBERED, 1);
    atLeast(AggregationOptions.MAX_WORKERS, 1);
    notNegative(AggregationOptions.ROUND_LENGTH);
    notNegative(AggregationOptions.DISORDER_BOUND);
    notNegative(AggregationOptions.IDLE_TIMEOUT);
    notNegative(AggregationOptions.MAX_AHEAD);
    positive(AggregationOptions.WORKER_TIMEOUT);
    positive(AggregationOptions.PENDING_TIMEOUT);
    if (!(configuration.get(AggregationOptions.MAX_NORM) > 0)) {
      complain(AggregationOptions.MAX_NORM, "not more than nothing", "set it above 0");
    }
    if (configuration.get(AggregationOptions.INLINE).getBytes() > MOST_INLINE) {
      complain(
          AggregationOptions.INLINE,
          "more than a record of the models topic holds",
          "set it to at most 512 kb");
    }
  }

  private void oneOf(ConfigOption<String> option, List<String> known) {
    if (!known.contains(configuration.get(option))) {
      complain(option, "which there is not", "set it to one of " + String.join(", ", known));
    }
  }

  private void atLeast(ConfigOption<Integer> option, int least) {
    if (configuration.get(option) < least) {
      complain(option, "less than " + least, "set it to " + least + " or more");
    }
  }

  private void notNegative(ConfigOption<Duration> option) {
    if (configuration.get(option).isNegative()) {
      complain(option, "less than nothing", "set it to 0 or more");
    }
  }

  private void positive(ConfigOption<Duration> option) {
    Duration value = configuration.get(option);
    if (value.isNegative() || value.isZero()) {
      complain(option, "not more than nothing", "set it to 1 ms or more");
    }
  }

  private void notBlank(ConfigOption<String> option) {
    if (configuration.get(option).isBlank()) {
      complain(option, "which is empty", "name something or leave it out");
    }
  }

  private void complain(ConfigOption<?> option, String complaint, String remedy) {
    Object value = configuration.get(option);
    problems.add(
        new Problem(option.key(), value == null ? "" : OptionTypes.text(value), complaint, remedy));
  }
}
