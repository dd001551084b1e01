/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a job ran.
 *
 * @param job its name
 * @param savepoint to go on from, null where none was kept
 * @param seconds from its start to its end
 */
@JsonNaming(SnakeCaseStrategy.class)
record RunReport(String job, long restarts, long checkpoints, String savepoint, double seconds) {}
