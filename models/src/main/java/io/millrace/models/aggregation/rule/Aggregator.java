/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/** Turns the updates of a round into one direction; see the package for the shapes. */
public sealed interface Aggregator permits LinearRule, MomentsRule, RobustRule {}
