/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import io.millrace.dashboard.live.LiveBoards;
import io.millrace.dashboard.live.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each view once however many look at it, and queues it for all of them. */
final class Hub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
  private static final long TICK_MILLIS = 125;

  private final BiFunction<View, String, String> pages;
  private final Consumer<Set<String>> watch;
  private final int most;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicLong dropped = new AtomicLong();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dashboard-hub");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param most browsers at a time
   */
  Hub(LiveBoards boards, int most) {
    this((view, item) -> Json.of(boards.page(view, item)), boards::watch, most);
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** For tests: nothing happens but by {@link #send}. */
  Hub(BiFunction<View, String, String> pages, Consumer<Set<String>> watch, int most) {
    this.pages = pages;
    this.watch = watch;
    this.most = most;
  }

  /**
   * Takes in a browser.
   *
   * @return nothing when there are too many
   */
  Optional<Subscriber> subscribe(View view, String item) {
    Subscriber subscriber = new Subscriber(view, item);
    synchronized (subscribers) {
      if (subscribers.size() >= most) {
        return Optional.empty();
      }
      subscribers.add(subscriber);
    }
    return Optional.of(subscriber);
  }

  void leave(Subscriber subscriber) {
    subscribers.remove(subscriber);
    subscriber.end();
  }

  private void tick() {
    try {
      send(System.currentTimeMillis());
    } catch (RuntimeException e) {
      LOG.error("A view could not be sent", e);
    }
  }

  /** Queues what is due. */
  void send(long nowMillis) {
    Set<String> watched = new HashSet<>();
    Map<String, String> made = new HashMap<>();
    for (Subscriber subscriber : subscribers) {
      if (subscriber.view() == View.SIGNALS) {
        watched.add(subscriber.item());
      }
      if (subscriber.isDue(nowMillis)) {
        String message =
            made.computeIfAbsent(
                subscriber.view() + "/" + subscriber.item(),
                key -> pages.apply(subscriber.view(), subscriber.item()));
        if (!subscriber.offer(message)) {
          dropped.incrementAndGet();
          leave(subscriber);
        }
      }
    }
    watch.accept(watched);
  }

  int size() {
    return subscribers.size();
  }

  /** Browsers that were too slow. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    subscribers.forEach(this::leave);
  }
}
