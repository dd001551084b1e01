/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
  private static ServerSettings settings(String host, int port, String token) {
    return new ServerSettings(
        host, port, Optional.ofNullable(token), Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
  void thisMachineNeedsNoToken(String host) {
    assertThat(settings(host, 0, null).token()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4", "example.org", "127.0.0.1.example.org"})
  void othersNeedAToken(String host) {
    assertThatThrownBy(() -> settings(host, 0, null))
        .hasMessageContaining(host)
        .hasMessageContaining("set one, or listen on 127.0.0.1");
    assertThat(settings(host, 0, "0123456789abcdef").host()).isEqualTo(host);
  }

  @Test
  void shortTokensAreRefused() {
    assertThatThrownBy(() -> settings("localhost", 0, "secret"))
        .hasMessageContaining("6 characters")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theTokenIsNotPrinted() {
    assertThat(settings("localhost", 8080, "0123456789abcdef").toString())
        .contains("localhost:8080", "with a token")
        .doesNotContain("0123456789abcdef");
  }

  @Test
  void portsHaveARange() {
    assertThatThrownBy(() -> settings("localhost", 70000, null)).hasMessageContaining("70000");
  }
}
