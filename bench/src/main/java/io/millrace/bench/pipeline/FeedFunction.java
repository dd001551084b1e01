/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Makes events of their numbers, in its job's turns. */
final class FeedFunction<E> extends RichMapFunction<Long, E> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Feed<E> feed;
  private final long ahead;
  private transient Turnstile turnstile;

  /**
   * @param ahead events on their way at most
   */
  FeedFunction(String name, Feed<E> feed, long ahead) {
    this.name = name;
    this.feed = feed;
    this.ahead = ahead;
  }

  @Override
  public void open(OpenContext context) {
    turnstile = Turnstile.of(name);
  }

  @Override
  public E map(Long event) throws InterruptedException {
    turnstile.pass(ahead);
    return feed.event(event);
  }
}
