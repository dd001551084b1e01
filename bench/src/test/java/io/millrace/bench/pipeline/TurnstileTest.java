/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
  @Test
  void aClosedOneHoldsWhoComesUntilItIsOpened() throws InterruptedException {
    Turnstile turnstile = Turnstile.of("held");
    CountDownLatch passed = new CountDownLatch(1);
    Thread source =
        new Thread(
            () -> {
              try {
                turnstile.pass(Long.MAX_VALUE);
                passed.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    source.start();

    assertThat(passed.await(50, TimeUnit.MILLISECONDS)).isFalse();
    turnstile.open();
    assertThat(passed.await(10, TimeUnit.SECONDS)).isTrue();
    source.join();
  }

  @Test
  void whoWaitsCanBeInterrupted() throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread source =
        new Thread(
            () -> {
              try {
                Turnstile.of("interrupted").pass(Long.MAX_VALUE);
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
            });
    source.start();
    source.interrupt();
    source.join(10_000);

    assertThat(interrupted).isTrue();
  }

  @Test
  void whoIsTooFarAheadIsHeldUntilSomethingArrives() throws InterruptedException {
    Turnstile turnstile = Turnstile.of("ahead");
    turnstile.open();
    turnstile.pass(2);
    turnstile.pass(2);
    CountDownLatch passed = new CountDownLatch(1);
    Thread source =
        new Thread(
            () -> {
              try {
                turnstile.pass(2);
                passed.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    source.start();

    assertThat(passed.await(50, TimeUnit.MILLISECONDS)).isFalse();
    turnstile.arrive();
    assertThat(passed.await(10, TimeUnit.SECONDS)).isTrue();
    source.join();
  }

  @Test
  void arrivalsAreCountedUnderTheName() {
    Turnstile.of("counted").arrive();
    Turnstile.of("counted").arrive();

    assertThat(Turnstile.of("counted").arrived()).isEqualTo(2);
    assertThat(Turnstile.of("another").arrived()).isZero();
  }
}
