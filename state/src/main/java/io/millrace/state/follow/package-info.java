/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How versions of shared parameters move between tasks and lie in state, and what a learner
 * remembers of those it met.
 */
package io.millrace.state.follow;
