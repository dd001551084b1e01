/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import io.millrace.dashboard.live.View;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A browser that listens, with a bounded queue between it and everybody else: who does not take its
 * messages in time is let go, and may come back.
 */
final class Subscriber {
  /** Messages; at four a second some seconds' worth. */
  static final int QUEUE = 16;

  private static final String END = "";

  private final View view;
  private final String item;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
  private volatile boolean gone;
  private long dueMillis;

  Subscriber(View view, String item) {
    this.view = view;
    this.item = item;
  }

  View view() {
    return view;
  }

  String item() {
    return item;
  }

  /** Whether the next message is due; if so, the one after it is due a period later. */
  boolean isDue(long nowMillis) {
    if (nowMillis < dueMillis) {
      return false;
    }
    dueMillis = nowMillis + view.everyMillis();
    return true;
  }

  /**
   * Queues a message.
   *
   * @return false when the queue is full: the browser is too slow
   */
  boolean offer(String message) {
    return queue.offer(message);
  }

  /**
   * Waits for the next message.
   *
   * @return null when there will be no more
   */
  String take() throws InterruptedException {
    while (!gone) {
      String message = queue.poll(1, TimeUnit.SECONDS);
      if (message != null) {
        return message.equals(END) ? null : message;
      }
    }
    return null;
  }

  /** No more messages; a waiting {@link #take} returns. */
  void end() {
    gone = true;
    queue.clear();
    boolean unused = queue.offer(END);
  }

  boolean isGone() {
    return gone;
  }
}
