/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Which learner, and with what settings: a value that a configuration names and a key's state is
 * made from.
 */
package io.millrace.models.drift.settings;
