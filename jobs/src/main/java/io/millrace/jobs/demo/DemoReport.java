/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.millrace.jobs.demo.drift.DriftFigures;
import io.millrace.jobs.demo.graph.GraphFigures;
import io.millrace.jobs.demo.page.PageFigures;
import io.millrace.jobs.demo.signal.SignalFigures;
import io.millrace.jobs.simulate.FleetReport;

/**
 * What the demo measured.
 *
 * @param signals of the job for signals; in JSON its fields stand beside the others
 * @param seconds of playing
 * @param delivery what readers of the predictions could rely on
 * @param drift of the learning job; null where it was left out
 * @param aggregation of the job that merges updates; null where it was left out
 * @param graph of the job for temporal graphs; null where it was left out
 * @param dashboard of the page; null where there is none
 */
public record DemoReport(
    @JsonUnwrapped SignalFigures signals,
    double seconds,
    String delivery,
    @JsonInclude(JsonInclude.Include.NON_NULL) DriftFigures drift,
    @JsonInclude(JsonInclude.Include.NON_NULL) GraphFigures graph,
    @JsonInclude(JsonInclude.Include.NON_NULL) FleetReport aggregation,
    @JsonInclude(JsonInclude.Include.NON_NULL) PageFigures dashboard) {}
