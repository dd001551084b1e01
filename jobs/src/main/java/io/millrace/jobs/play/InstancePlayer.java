/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Plays instances at a steady rate, dealt to several streams in turn. Event time follows the
 * schedule; without a rate it is the time of sending.
 */
public final class InstancePlayer {
  private final double perSecond;

  /**
   * @param perSecond instances per second over all streams; {@link Pacer#UNPACED} for as many as
   *     the brokers take
   */
  public InstancePlayer(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate is " + perSecond + ": give a number above 0");
    }
    this.perSecond = perSecond;
  }

  /**
   * Plays the instances to their end, or until told to stop.
   *
   * @param senders a stream each, one or more
   * @param startMillis event time of the first instance
   * @param running asked before every instance
   * @param observer told how many were sent
   * @return instances sent
   */
  public long play(
      InstanceStream instances,
      List<LabelledSender> senders,
      long startMillis,
      BooleanSupplier running,
      LongConsumer observer) {
    boolean paced = perSecond != Pacer.UNPACED;
    Pacer pacer = new Pacer(paced ? 1 : Pacer.UNPACED);
    Instance instance = instances.schema().newInstance();
    long sent = 0;
    while (running.getAsBoolean() && instances.next(instance)) {
      double due = paced ? sent / perSecond : 0;
      pacer.await(due, running);
      long millis = paced ? startMillis + (long) (1000 * due) : System.currentTimeMillis();
      senders.get((int) (sent % senders.size())).send(instance, millis);
      sent++;
      observer.accept(sent);
    }
    return sent;
  }
}
