/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.signal.Frame;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Makes frames of event numbers, in its job's turns. */
final class FeedFunction extends RichMapFunction<Long, Frame> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final FrameFeed feed;
  private transient Turnstile turnstile;

  FeedFunction(String name, FrameFeed feed) {
    this.name = name;
    this.feed = feed;
  }

  @Override
  public void open(OpenContext context) {
    turnstile = Turnstile.of(name);
  }

  @Override
  public Frame map(Long event) throws InterruptedException {
    turnstile.pass();
    return feed.frame(event);
  }
}
