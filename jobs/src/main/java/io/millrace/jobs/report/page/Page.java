/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import java.util.List;

/**
 * A report.
 *
 * @param lead where it comes from, below the title
 * @param sections in order
 */
public record Page(String title, String lead, List<Section> sections) {
  public Page {
    sections = List.copyOf(sections);
  }

  /** All of it as one HTML document. */
  public String html() {
    return new Html().page(this);
  }
}
