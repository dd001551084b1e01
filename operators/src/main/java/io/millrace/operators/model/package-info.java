/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Which model serves, and how another takes its place: announcements arrive on a broadcast input,
 * are loaded off the hot path by an injected {@link io.millrace.operators.model.ModelLoader}, and
 * swapped in between two records. The one that serves at a checkpoint serves after a restore.
 */
package io.millrace.operators.model;
