/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.consume.TopicFollower;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/** Counts the answers that readers of committed records see. */
final class Progress implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final String job;
  private final Thread thread;
  private volatile long answers;
  private volatile Throwable failure;
  private volatile boolean running = true;

  Progress(KafkaConnection connection, Subject subject, String run) {
    Output<?> output = subject.answers();
    job = subject.job().label();
    thread = new Thread(() -> follow(connection, output, run), "progress-" + job);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((reader, thrown) -> failure = thrown);
    thread.start();
  }

  /**
   * Answers so far.
   *
   * @throws IllegalStateException when reading them failed: there may be more
   */
  long answers() {
    if (failure != null) {
      throw new IllegalStateException("the answers of " + job + " cannot be read", failure);
    }
    return answers;
  }

  private <T extends SpecificRecord> void follow(
      KafkaConnection connection, Output<T> output, String run) {
    try (TopicFollower<T> follower =
        new TopicFollower<>(
            connection, output.of(run).name(), output.codec(), TopicFollower.Start.EARLIEST)) {
      long[] count = new long[1];
      while (running) {
        follower.poll(GLANCE, record -> count[0] += output.answers(record) ? 1 : 0);
        answers = count[0];
      }
    }
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
