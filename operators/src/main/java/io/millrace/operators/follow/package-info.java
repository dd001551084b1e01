/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Learners that follow versions of shared parameters: every instance of an operator keeps the
 * newest version, and each of its learners takes it over between two of its own events.
 */
package io.millrace.operators.follow;
