/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What every online learner of labelled instances is: it votes, it learns, and its state can be
 * written in pieces. Instances are plain arrays; a learner has no clock, and its randomness comes
 * from a seed that is part of its state.
 */
package io.millrace.models.drift.learner;
