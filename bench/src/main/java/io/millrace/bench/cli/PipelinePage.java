/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.pipeline.PipelineResult;
import io.millrace.bench.pipeline.PipelineResult.Scaling;
import io.millrace.jobs.cli.Console;

/**
 * What a job costs, to read.
 *
 * @param key what the state is kept by, in the singular
 * @param alone what the job is compared with
 */
record PipelinePage(Console console, String key, String alone) {

  void print(PipelineResult result) {
    console.line(
        "%s, %,d %ss on %s: %,.0f events/s; us per event: job %.2f, %s alone %.2f, counting"
            + " job %.2f; overhead %.2f (by processor time %.2f)",
        result.model(),
        result.keys(),
        key,
        result.backend(),
        result.eventsPerS(),
        result.usPerEvent().job(),
        alone,
        result.usPerEvent().kernel(),
        result.usPerEvent().noop(),
        result.overhead(),
        result.overheadCpu());
    console.line(
        "  %,.0f bytes per %s in a savepoint, %,d of the %s alone; %d checkpoints",
        result.bytesPerKey(), key, result.planBytesPerKey(), alone, result.checkpoints());
    if (result.kafka() != null) {
      console.line(
          "  Kafka to Kafka %,.0f events/s; at %,.0f events/s p50 %.0f ms, p99 %.0f ms",
          result.kafka().eventsPerS(),
          result.kafka().pacedEventsPerS(),
          result.kafka().p50Ms(),
          result.kafka().p99Ms());
    }
    if (result.scaling() != null) {
      for (Scaling at : result.scaling()) {
        console.line(
            "  %,9d %ss: %.2f us per event (processor time %.2f), %,.0f bytes per %s",
            at.keys(), key, at.usPerEvent(), at.cpuUsPerEvent(), at.bytesPerKey(), key);
      }
      console.line("  growth %.2f", result.scalingGrowth());
    }
  }
}
