/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/** A rule by name: how updates become a direction, and how the model follows it. */
public record Strategy(String name, Aggregator aggregator, ServerStep step) {}
