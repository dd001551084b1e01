/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  @Test
  void aLivingProcessIsFound() {
    ProcessMark mark = ProcessMark.of(ProcessHandle.current(), "java");

    assertThat(mark.find()).contains(ProcessHandle.current());
    assertThat(mark.isAlive()).isTrue();
  }

  @Test
  void aProcessThatGotTheNumberLaterIsAnother() {
    ProcessMark mark = ProcessMark.of(ProcessHandle.current(), "java");
    ProcessMark earlier = new ProcessMark(mark.pid(), mark.startedMillis() - 60_000, "java");

    assertThat(earlier.find()).isEmpty();
  }

  @Test
  void aProcessThatRunsSomethingElseIsAnother() {
    assertThat(ProcessMark.of(ProcessHandle.current(), "-Dmillrace.member=no-such").find())
        .isEmpty();
  }

  @Test
  void anEndedProcessIsNotFound() throws Exception {
    Process process = new ProcessBuilder("sleep", "100").start();
    ProcessMark mark = ProcessMark.of(process.toHandle(), "sleep");
    assertThat(mark.isAlive()).isTrue();

    process.destroyForcibly().waitFor();

    assertThat(mark.isAlive()).isFalse();
  }

  @Test
  void aStoppedProcessLivesAndGoesOn() throws Exception {
    Process process = new ProcessBuilder("sleep", "100").start();
    try {
      Signal signal = new Signal(process.pid());
      assertThat(signal.pause()).isTrue();
      assertThat(process.isAlive()).isTrue();
      assertThat(signal.proceed()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(new Signal(process.pid()).pause()).isFalse();
  }
}
