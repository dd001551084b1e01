/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How `drift-moe` learns labelled streams. */
public final class DriftOptions {
  public static final ConfigOption<String> LEARNER =
      key("millrace.drift.learner")
          .stringType()
          .defaultValue(LearnerCatalogue.DEFAULT)
          .withDescription(
              "What each stream learns with, by the names of `millrace eval drift --learner`.");

  public static final ConfigOption<Integer> SEED =
      key("millrace.drift.seed")
          .intType()
          .defaultValue(1)
          .withDescription("Seed of every stream's learner.");

  public static final ConfigOption<Integer> CLASSES =
      key("millrace.drift.classes")
          .intType()
          .defaultValue(2)
          .withDescription("Classes that are known beforehand; others are welcome as they come.");

  public static final ConfigOption<String> CLASS_NAMES =
      key("millrace.drift.class-names")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Names of the classes 0, 1, ... separated by commas, where labels are names. Names"
                  + " that are not in the list get the next numbers of their stream.");

  public static final ConfigOption<Duration> LABEL_DELAY =
      key("millrace.drift.label-delay")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "How long after its instance, in event time, a label may come and still be learned."
                  + " Later ones go to the topic of unmatched labels. `0 ms` where labels come"
                  + " with their instances or never: then nothing is kept for them.");

  public static final ConfigOption<Integer> MAX_WAITING =
      key("millrace.drift.max-waiting")
          .intType()
          .defaultValue(100_000)
          .withDescription(
              "How many instances of a stream may wait for their label; beyond it the one that has"
                  + " waited longest is given up.");

  public static final ConfigOption<Duration> DISORDER_BOUND =
      key("millrace.drift.disorder-bound")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How far, in event time, an instance or label may come behind later ones of any"
                  + " stream. Every event waits so long for its turn; what comes later goes to the"
                  + " dead letters.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("millrace.drift.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "A partition of either topic without records for so long no longer holds event time"
                  + " back.");

  public static final ConfigOption<Duration> MAX_APART =
      key("millrace.drift.max-apart")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How far, in event time, a partition of either topic may be read ahead of the one"
                  + " furthest behind: what is read ahead waits in the state. `0 ms` for any"
                  + " distance. A backlog is read at about five times this span a second, so give"
                  + " it room for many events.");

  public static final ConfigOption<Duration> MAX_AHEAD =
      key("millrace.drift.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far an event time may lie ahead of the broker's clock. What lies further ahead"
                  + " goes to the dead letters.");

  public static final ConfigOption<Integer> MAX_ATTRIBUTES =
      key("millrace.drift.max-attributes")
          .intType()
          .defaultValue(10_000)
          .withDescription(
              "The most attributes that an instance may have. The codes of nominal ones are 0 to"
                  + " 16383; a learner's statistics keep 262144 of them over all attributes, and"
                  + " take further ones for missing.");

  public static final ConfigOption<Integer> MAX_CLASSES =
      key("millrace.drift.max-classes")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "The most classes that a stream may have; every prediction holds a vote for each."
                  + " Labels of further ones go to the dead letters.");

  public static final ConfigOption<Integer> REPORT_WINDOW =
      key("millrace.drift.report-window")
          .intType()
          .defaultValue(1000)
          .withDescription("Judged predictions of a stream per report.");

  public static final ConfigOption<String> DETECTOR =
      key("millrace.drift.detector")
          .stringType()
          .defaultValue("adwin")
          .withDescription(
              "What watches a stream's error rate and raises alarms: adwin, ddm, eddm,"
                  + " page-hinkley, kswin or none.");

  public static final ConfigOption<Integer> COLD_LABELS =
      key("millrace.drift.cold-labels")
          .intType()
          .defaultValue(100)
          .withDescription(
              "Predictions carry the flag `cold` until a stream has learned so many labels.");

  public static final ConfigOption<String> SPLIT =
      key("millrace.drift.split")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Streams that are too much for one subtask, and into how many parts each is split, as"
                  + " `clicks=8, views=4`. Instances go to a part by the hash of their id, and so"
                  + " do their labels; each part learns by itself, and the model version of its"
                  + " predictions and reports ends with `#` and its number. Name the classes of"
                  + " such streams beforehand. With another number of parts a stream begins anew.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "drift",
          "How `drift-moe` learns labelled streams.",
          LEARNER,
          SEED,
          CLASSES,
          CLASS_NAMES,
          LABEL_DELAY,
          MAX_WAITING,
          DISORDER_BOUND,
          IDLE_TIMEOUT,
          MAX_APART,
          MAX_AHEAD,
          MAX_ATTRIBUTES,
          MAX_CLASSES,
          REPORT_WINDOW,
          DETECTOR,
          COLD_LABELS,
          SPLIT);

  private DriftOptions() {}
}
