/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.operators.aggregation.Late;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** How `parameter-aggregation` merges the updates of workers. */
public final class AggregationOptions {
  public static final ConfigOption<String> RULE =
      key("millrace.aggregation.rule")
          .stringType()
          .defaultValue("fedavg")
          .withDescription(
              "How updates become a direction, by the names of `millrace eval aggregation --rule`:"
                  + " `mixing+...+rule/step`, for instance `nnm+trimmed-mean` or"
                  + " `fedavg/momentum`.");

  public static final ConfigOption<Map<String, String>> PARAMETERS =
      key("millrace.aggregation.parameters")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "`millrace.aggregation.parameters.NAME` sets a parameter of the rule, for instance"
                  + " `byzantine`, `server-rate` or `magnitude`.");

  public static final ConfigOption<String> TRIGGER =
      key("millrace.aggregation.trigger")
          .stringType()
          .defaultValue("quorum(1.0) | deadline(60 s)")
          .withDescription(
              "When a round ends: `count(n)` updates, a `quorum(share)` of the known workers, the"
                  + " end of an event-time `window(time)`, a `session(time)` of event time without"
                  + " an update, a `deadline(time)` after the first one; joined by `&` and `|`,"
                  + " where `&` binds stronger.");

  public static final ConfigOption<Late> LATE =
      key("millrace.aggregation.late")
          .enumType(Late.class)
          .defaultValue(Late.APPLY)
          .withDescription(
              "What becomes of an update that was trained on an older version, or whose window has"
                  + " ended: `drop` refuses it, `carry` lets it join the present round as if it"
                  + " belonged there, `apply` tells the rule how stale it is. Learners that send"
                  + " updates only (`millrace.share.follow: false`) need `carry`.");

  public static final ConfigOption<Integer> MAX_STALENESS =
      key("millrace.aggregation.max-staleness")
          .intType()
          .defaultValue(10)
          .withDescription("Versions that an update may be behind where late ones are applied.");

  public static final ConfigOption<Integer> MIN_UPDATES =
      key("millrace.aggregation.min-updates")
          .intType()
          .defaultValue(1)
          .withDescription("Updates that a round needs, besides what its rule needs.");

  public static final ConfigOption<Boolean> ONE_PER_WORKER =
      key("millrace.aggregation.one-per-worker")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether a worker's second update waits for the next round. Robust rules insist.");

  public static final ConfigOption<Boolean> AWAIT_INITIAL =
      key("millrace.aggregation.await-initial")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a model's rounds wait until a worker has sent the parameters to begin with."
                  + " Otherwise a model begins with zeros unless they come first.");

  public static final ConfigOption<Duration> ROUND_LENGTH =
      key("millrace.aggregation.round-length")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How long a round is meant to take, for rules that weigh workers by it (fedfix).");

  public static final ConfigOption<Boolean> SCHEDULE =
      key("millrace.aggregation.schedule")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether workers are assigned as many steps as fit until others return (FedCompass),"
                  + " and the return of such a group ends a round as well.");

  public static final ConfigOption<Duration> WORKER_TIMEOUT =
      key("millrace.aggregation.worker-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription("No quorum waits for a worker that was silent for so long.");

  public static final ConfigOption<Duration> PENDING_TIMEOUT =
      key("millrace.aggregation.pending-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription("An update whose chunks have not all come by then is refused.");

  public static final ConfigOption<Integer> MAX_PENDING =
      key("millrace.aggregation.max-pending")
          .intType()
          .defaultValue(4)
          .withDescription("Incomplete updates that a worker may have.");

  public static final ConfigOption<Integer> REMEMBERED =
      key("millrace.aggregation.remembered-updates")
          .intType()
          .defaultValue(64)
          .withDescription(
              "Updates per worker whose ids are remembered, so that none counts twice.");

  public static final ConfigOption<Integer> MAX_WORKERS =
      key("millrace.aggregation.max-workers")
          .intType()
          .defaultValue(100_000)
          .withDescription("Workers that a model may have.");

  public static final ConfigOption<Double> MAX_NORM =
      key("millrace.aggregation.max-norm")
          .doubleType()
          .defaultValue(1e6)
          .withDescription("Euclidean length that no update may exceed.");

  public static final ConfigOption<MemorySize> MAX_MODEL =
      key("millrace.aggregation.max-model")
          .memoryType()
          .defaultValue(MemorySize.parse("32gb"))
          .withDescription("Size that no model may exceed, at four bytes a parameter.");

  public static final ConfigOption<String> MODELS =
      key("millrace.aggregation.models")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Models that may be trained, separated by commas, a cohort's as `model+cohort`;"
                  + " empty for any. Updates and heartbeats of others go to the dead letters.");

  public static final ConfigOption<String> INITIAL_SENDERS =
      key("millrace.aggregation.initial-senders")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Workers that may send the parameters a model begins with, separated by commas; empty"
                  + " for any. Whoever else tries goes to the dead letters. Names can be forged"
                  + " unless `millrace.aggregation.keys` are set.");

  public static final ConfigOption<Map<String, String>> KEYS =
      key("millrace.aggregation.keys")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "`millrace.aggregation.keys.WORKER` is the worker's public Ed25519 key, X.509"
                  + " encoded, in Base64. With any key set, every update must be signed, and"
                  + " heartbeats, which are not, must be of workers with a key.");

  public static final ConfigOption<Boolean> WHOLE_MODELS =
      key("millrace.aggregation.whole-models")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a model stays in one piece although its rule allows to spread it. Needed for"
                  + " rules with inner products where workers send whole models; the updates of a"
                  + " round then have to fit into one operator instance.");

  public static final ConfigOption<Integer> PARTS =
      key("millrace.aggregation.parts")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Workers are divided into so many groups, each summed by itself before the sums are"
                  + " added, so that a fragment of a large fleet's model is not the work of one"
                  + " operator instance; for linear rules, 1 to 64. Helps where rounds have many times"
                  + " more updates than groups. Versions do not depend on it, bit for bit. A savepoint has to be"
                  + " resumed with the number that it was taken with.");

  public static final ConfigOption<String> STORE =
      key("millrace.aggregation.store")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The folder of the model store, on any file system that Flink knows, for versions"
                  + " that are too large to be announced with their values. Without one, updates of"
                  + " models of more than `millrace.aggregation.inline` are refused.");

  public static final ConfigOption<MemorySize> INLINE =
      key("millrace.aggregation.inline")
          .memoryType()
          .defaultValue(new MemorySize(256 << 10))
          .withDescription(
              "A version of at most this size is announced with its values, a larger one with its"
                  + " place in the store, which must be set then. At most 512 kb.");

  public static final ConfigOption<Duration> DISORDER_BOUND =
      key("millrace.aggregation.disorder-bound")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How far, in event time, an update may come behind later ones of any worker; windows"
                  + " and sessions wait so long, to begin as to end.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("millrace.aggregation.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "A partition without records for so long no longer holds event time back.");

  public static final ConfigOption<Duration> MAX_AHEAD =
      key("millrace.aggregation.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How far an event time may lie ahead of the broker's clock. What lies further ahead"
                  + " goes to the dead letters.");

  static final OptionGroup GROUP =
      OptionGroup.of(
              "aggregation",
              "How `parameter-aggregation` merges the updates of workers.",
              RULE,
              TRIGGER,
              LATE,
              MAX_STALENESS,
              MIN_UPDATES,
              ONE_PER_WORKER,
              AWAIT_INITIAL,
              ROUND_LENGTH,
              SCHEDULE,
              WORKER_TIMEOUT,
              PENDING_TIMEOUT,
              MAX_PENDING,
              REMEMBERED,
              MAX_WORKERS,
              DISORDER_BOUND,
              IDLE_TIMEOUT,
              MAX_AHEAD,
              MAX_NORM,
              MAX_MODEL,
              MODELS,
              INITIAL_SENDERS,
              WHOLE_MODELS,
              PARTS,
              STORE,
              INLINE)
          .withPrefix(PARAMETERS)
          .withPrefix(KEYS);

  private AggregationOptions() {}
}
