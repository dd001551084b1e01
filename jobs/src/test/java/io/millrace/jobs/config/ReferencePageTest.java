/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void theCommittedPageIsUpToDate() {
    assertThat(PAGE)
        .as("regenerate it: ./millrace config --markdown > docs/configuration.md")
        .hasContent(ReferencePage.markdown());
  }

  @Test
  void everyOptionIsOnThePageWithADescription() {
    String page = ReferencePage.markdown();
    for (OptionGroup group : OptionCatalogue.GROUPS) {
      for (ConfigOption<?> option : group.options()) {
        assertThat(option.key()).matches("millrace\\." + group.name() + "\\.[a-z][a-z-]*");
        assertThat(page).contains("| `" + option.key() + "` |");
        assertThat(page).doesNotContain("| `" + option.key() + "` |  |");
      }
    }
  }
}
