/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.embedded.EmbeddedJob;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads what a job has committed to its topics. */
public final class CommittedRecords {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final KafkaConnection connection;

  public CommittedRecords(KafkaConnection connection) {
    this.connection = connection;
  }

  /**
   * Reads a topic from its beginning until there is enough, nothing more comes, or the job ends.
   *
   * @param job that writes; when it fails, its failure is thrown
   * @param glance called after every look
   */
  public <T> void read(
      String topic,
      Codec<T> codec,
      EmbeddedJob job,
      Consumer<? super T> reader,
      BooleanSupplier enough,
      Runnable glance) {
    try (TopicFollower<T> follower = follower(topic, codec)) {
      long heard = System.nanoTime();
      while (!enough.getAsBoolean() && System.nanoTime() - heard < SILENCE.toNanos()) {
        if (follower.poll(GLANCE, reader) > 0) {
          heard = System.nanoTime();
        } else if (job.status().isGloballyTerminalState()) {
          // Tells why it failed, if it did.
          job.awaitEnd(GLANCE);
          break;
        }
        glance.run();
      }
    }
  }

  /** Counts what is in a topic now. */
  public <T> long count(String topic, Codec<T> codec) {
    long count = 0;
    try (TopicFollower<T> follower = follower(topic, codec)) {
      while (!follower.caughtUp()) {
        count += follower.poll(GLANCE, record -> {});
      }
    }
    return count;
  }

  private <T> TopicFollower<T> follower(String topic, Codec<T> codec) {
    return new TopicFollower<>(connection, topic, codec, TopicFollower.Start.EARLIEST);
  }
}
