/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Signals in transit: frames of samples that come in and predictions that go out, as plain values.
 */
package io.millrace.models.signal;
