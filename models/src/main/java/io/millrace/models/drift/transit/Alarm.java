/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

/**
 * A change of a learner's error rate.
 *
 * @param detector that found it
 * @param timeMillis event time of the label that gave it away
 * @param judged predictions judged by then
 * @param magnitude how far the error rate moved, above 0 when it rose
 */
public record Alarm(String detector, long timeMillis, long judged, double magnitude) {}
