/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.SignalPrediction;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Far more results than anybody can look at: half of them predictions of 200 streams, half scores
 * of edges. Each is sent many times, and made anew once a second.
 */
public final class Flood implements AutoCloseable {
  private static final int TICKS = 50;
  private static final int STREAMS = 200;
  private static final byte[] GRAPH = "payments".getBytes(UTF_8);

  private final RecordTopic predictions;
  private final RecordTopic scores;
  private final int perTick;
  private final Thread thread;
  private volatile boolean ending;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Begins.
   *
   * @param perSecond records of both topics together
   */
  public Flood(KafkaConnection connection, int perSecond) {
    predictions = new RecordTopic(connection, Topics.SIGNAL_PREDICTIONS);
    scores = new RecordTopic(connection, Topics.GRAPH_PREDICTIONS);
    perTick = perSecond / TICKS;
    thread = new Thread(this::run, "flood");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    RecordCodec<SignalPrediction> predictionCodec = RecordCodec.of(SignalPrediction.class);
    RecordCodec<LinkPrediction> scoreCodec = RecordCodec.of(LinkPrediction.class);
    byte[][] keys = new byte[STREAMS][];
    byte[][] said = new byte[STREAMS][];
    byte[][] scored = new byte[STREAMS][];
    long begin = System.nanoTime();
    for (long tick = 0; !ending; tick++) {
      if (tick % TICKS == 0) {
        Instant now = Instant.now();
        for (int i = 0; i < STREAMS; i++) {
          String stream = "flood-" + i;
          keys[i] = stream.getBytes(UTF_8);
          said[i] = predictionCodec.encode(Records.prediction(stream, tick * 90, now, "N", false));
          scored[i] =
              scoreCodec.encode(
                  Records.link("payments", tick + i, now, "account-" + i, "shop-" + tick, false));
        }
      }
      for (int i = 0; i < perTick / 2; i++) {
        predictions.send(keys[i % STREAMS], said[i % STREAMS]);
        scores.send(GRAPH, scored[i % STREAMS]);
      }
      sent.addAndGet(perTick);
      long wait = begin + (tick + 1) * (1_000_000_000L / TICKS) - System.nanoTime();
      if (wait > 0) {
        pause(wait);
      }
    }
  }

  private void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      ending = true;
    }
  }

  /** Records that were sent so far. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    predictions.close();
    scores.close();
  }
}
