/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How learners that average compare, the mean over seeds.
 *
 * @param measure {@code ap} or {@code accuracy}
 * @param single of one learner that sees everything
 * @param isolated of learners that never average
 * @param intervals at least one; the first is the one that was asked for
 */
record LoopReport(
    String measure, double single, double isolated, List<Interval> intervals, Terms terms) {
  /** What was compared. */
  record Terms(
      String job,
      String data,
      String model,
      int learners,
      String rule,
      int seeds,
      boolean throughKafka) {}

  double averaged() {
    return intervals.get(0).score();
  }

  /** With the measure in the names. */
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(measure + "_single", single);
    all.put(measure + "_averaged", averaged());
    all.put(measure + "_isolated", isolated);
    all.put("intervals", intervals);
    all.put("job", terms.job());
    all.put("data", terms.data());
    all.put("model", terms.model());
    all.put("learners", terms.learners());
    all.put("rule", terms.rule());
    all.put("seeds", terms.seeds());
    all.put("through_kafka", terms.throughKafka());
    return all;
  }
}
