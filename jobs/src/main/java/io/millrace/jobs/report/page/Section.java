/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.page;

import java.util.List;

/**
 * A part of a report.
 *
 * @param hint what it shows, in a sentence; may be empty
 */
public record Section(String title, String hint, List<Block> blocks) {
  public Section {
    blocks = List.copyOf(blocks);
  }
}
