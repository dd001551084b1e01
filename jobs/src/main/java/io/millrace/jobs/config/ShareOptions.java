/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** What learners that run share with others. */
public final class ShareOptions {
  public static final ConfigOption<String> MODEL =
      key("millrace.share.model")
          .stringType()
          .defaultValue("")
          .withDescription(
              "The model that learners train together; empty where each learns for itself. All"
                  + " graphs of `temporal-graph` train one. Of `drift-moe`, the parts of each"
                  + " stream in `millrace.drift.split` do, announced as `model+stream`.");

  public static final ConfigOption<String> WORKER =
      key("millrace.share.worker")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Begins the names of a job's learners, such as `temporal-graph/acme`; empty for the"
                  + " job's name. Jobs that share a model need one of their own each.");

  public static final ConfigOption<Integer> EVERY =
      key("millrace.share.every")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "Edges or labels that a learner learns between two updates; `0` for no such number.");

  public static final ConfigOption<Duration> WINDOW =
      key("millrace.share.window")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "Windows of event time, such as `1 h`: a learner that learned something in one sends"
                  + " an update when it is over. `0 ms` for none.");

  public static final ConfigOption<Boolean> FOLLOW =
      key("millrace.share.follow")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether learners go on from merged versions, between two of their events. Otherwise"
                  + " they send updates only, which are based on no version:"
                  + " `millrace.aggregation.late` of `parameter-aggregation` must be `carry` then, or"
                  + " it refuses all of them as stale before long.");

  public static final ConfigOption<Boolean> DELTAS =
      key("millrace.share.deltas")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a graph of `temporal-graph` that went on from a merged version sends how far"
                  + " its parameters moved since, as asynchronous rules such as `fedbuff` want it."
                  + " Otherwise, and before the first version, it sends its parameters.");

  static final OptionGroup GROUP =
      OptionGroup.of(
          "share",
          "What learners of `drift-moe` and `temporal-graph` share: they send updates to"
              + " `parameter-aggregation`, and go on from what it makes of them.",
          MODEL,
          WORKER,
          EVERY,
          WINDOW,
          FOLLOW,
          DELTAS);

  private ShareOptions() {}
}
