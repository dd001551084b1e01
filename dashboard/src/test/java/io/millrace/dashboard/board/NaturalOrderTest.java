/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersInNamesAreOrderedAsNumbers() {
    assertThat(
            Stream.of("s-10", "s-2", "s-2-b", "r", "s-02", "", "s-99999999999999999999", "s-2-a")
                .sorted(new NaturalOrder()))
        .containsExactly(
            "", "r", "s-02", "s-2", "s-2-a", "s-2-b", "s-10", "s-99999999999999999999");
  }
}
