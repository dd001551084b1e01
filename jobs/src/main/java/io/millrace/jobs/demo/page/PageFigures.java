/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a look at the page found.
 *
 * @param url of the page
 * @param viewsOk whether every view answered with live data of its job
 * @param maxEventAgeMs the largest age of the newest result shown, over the jobs that have input
 * @param complaints what was not right, by view
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PageFigures(
    String url, boolean viewsOk, long maxEventAgeMs, List<String> complaints) {}
