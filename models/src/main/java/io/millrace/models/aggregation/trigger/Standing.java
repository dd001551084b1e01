/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.trigger;

/**
 * Where the present round stands.
 *
 * @param updates that were admitted
 * @param workers that sent them
 * @param liveWorkers that are known and not known to be gone
 * @param openedMillis when the round began, processing time
 * @param lastEventMillis the latest event time at which an update of its counts
 * @param nowMillis processing time
 * @param watermark event time up to which all has arrived
 * @param silentMillis when the next of the live workers will be taken for gone, processing time;
 *     {@link Long#MAX_VALUE} where there is none
 */
public record Standing(
    int updates,
    int workers,
    int liveWorkers,
    long openedMillis,
    long lastEventMillis,
    long nowMillis,
    long watermark,
    long silentMillis) {
  /** That of a round which an update alone has begun, at another time. */
  public Standing begun(long sinceMillis, long turnMillis) {
    return new Standing(
        1, 1, liveWorkers, sinceMillis, turnMillis, nowMillis, watermark, silentMillis);
  }
}
