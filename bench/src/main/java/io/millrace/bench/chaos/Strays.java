/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.bench.load.Extras;
import io.millrace.bench.load.InputRecord;
import io.millrace.bench.load.Subject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Records that a job cannot process, where a plan of faults has them. */
final class Strays implements Extras {
  /** Records of a fault. */
  static final int EACH = 6;

  private static final Duration AHEAD = Duration.ofHours(1);

  private final Subject subject;
  private final Deque<Fault> coming = new ArrayDeque<>();
  private final Random random;
  private final AtomicInteger sent = new AtomicInteger();

  Strays(Subject subject, List<Fault> plan, long seed) {
    this.subject = subject;
    this.random = new Random(seed);
    plan.stream()
        .filter(fault -> fault.kind() == FaultKind.POISON || fault.kind() == FaultKind.CLOCK_JUMP)
        .forEach(coming::add);
  }

  /** How many there were. */
  int sent() {
    return sent.get();
  }

  @Override
  public void before(double due, long millis, Consumer<InputRecord> records) {
    while (!coming.isEmpty() && coming.getFirst().at().toMillis() / 1e3 <= due) {
      FaultKind kind = coming.removeFirst().kind();
      for (int i = 0; i < EACH; i++) {
        int number = sent.incrementAndGet();
        records.accept(
            kind == FaultKind.POISON
                ? poison(number)
                : subject.ahead(number, millis + AHEAD.toMillis()));
      }
    }
  }

  /** Noise, noise that begins as a message does, or next to nothing. */
  private InputRecord poison(int number) {
    byte[] value = new byte[number % 3 == 2 ? 1 : 8 + random.nextInt(64)];
    random.nextBytes(value);
    if (number % 3 == 1) {
      value[0] = (byte) 0xC3;
      value[1] = 1;
    }
    byte[] key = ("poison-" + number).getBytes(UTF_8);
    int partition = number % subject.input().partitions();
    return new InputRecord(subject.input().name(), partition, key, value);
  }
}
