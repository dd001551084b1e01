/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.page;

import java.net.URI;

/** A page that is being served. */
public interface LivePage extends AutoCloseable {
  /** Where a browser finds it. */
  URI url();

  /** Asks all of its views, as a browser would, whether they show what goes on. */
  PageFigures check();

  @Override
  void close();
}
