/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Labelled streams in transit: instances and labels that come in, and predictions, reports and
 * stray labels that go out, as plain values. They are immutable: nobody changes their arrays.
 */
package io.millrace.models.drift.transit;
