/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.schedule;

/**
 * What a worker is asked to do next.
 *
 * @param steps local optimiser steps
 * @param group with whom it will be aggregated
 * @param expectedMillis when it should be back
 * @param latestMillis when its group is aggregated without it
 */
public record Assignment(
    String worker, int steps, long group, long expectedMillis, long latestMillis) {}
