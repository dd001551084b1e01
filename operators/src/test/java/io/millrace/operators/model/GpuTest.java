/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.junit.jupiter.api.Test;

class GpuTest {
  private static final TaskInfo TASK = new TaskInfoImpl("streaming-cnn", 16, 2, 4, 0);

  /** A GPU as Flink's driver describes it. */
  private record Device(String index) implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }

  private static RuntimeContext context(Set<ExternalResourceInfo> devices) {
    return (RuntimeContext)
        Proxy.newProxyInstance(
            GpuTest.class.getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getTaskInfo" -> TASK;
                  case "getExternalResourceInfos" ->
                      arguments[0].equals("gpu") ? devices : Set.of();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void theModelRunsOnTheGpuThatFlinkAssigned() {
    assertThat(Gpu.place(context(Set.of(new Device("3")))))
        .isEqualTo(new ModelLoader.Place(OptionalInt.of(3), 2));
  }

  @Test
  void withoutAGpuItRunsOnTheCpu() {
    assertThat(Gpu.place(context(Set.of())))
        .isEqualTo(new ModelLoader.Place(OptionalInt.empty(), 2));
  }

  @Test
  void anIndexThatIsNoNumberNamesItselfAndTheRemedy() {
    assertThatThrownBy(() -> Gpu.place(context(Set.of(new Device("cuda")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'cuda'")
        .hasMessageContaining("use Flink's GPU driver");
  }
}
