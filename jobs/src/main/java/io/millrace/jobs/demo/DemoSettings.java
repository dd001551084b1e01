/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.demo.drift.DriftSettings;
import io.millrace.jobs.demo.fleet.FleetDemoSettings;
import io.millrace.jobs.demo.graph.GraphSettings;
import java.time.Duration;

/**
 * What the demo plays.
 *
 * @param model URI of the bundle that serves
 * @param frameSamples samples per frame
 * @param parallelism of each job
 * @param delivery what readers of the predictions may rely on
 * @param checkpointInterval how often results are committed
 * @param drift the labelled streams
 * @param graph the payments
 * @param fleet the workers
 * @param pagePort port of the page that shows all, 0 for any
 */
public record DemoSettings(
    String model,
    int frameSamples,
    int parallelism,
    Guarantee delivery,
    Duration checkpointInterval,
    DriftSettings drift,
    GraphSettings graph,
    FleetDemoSettings fleet,
    int pagePort) {
  boolean learns() {
    return drift.streams() > 0;
  }

  boolean scoresGraph() {
    return graph.perSecond() > 0;
  }

  boolean aggregates() {
    return fleet.workers() > 0;
  }

  /** How many jobs run. */
  int jobs() {
    return 1 + (learns() ? 1 : 0) + (scoresGraph() ? 1 : 0) + (aggregates() ? 1 : 0);
  }
}
