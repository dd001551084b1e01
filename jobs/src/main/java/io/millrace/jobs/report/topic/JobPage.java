/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.report.page.Section;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What is reported of one job. Not thread-safe. */
interface JobPage {
  /** Roles of the topics that hold the job's results and tell of them. */
  List<String> roles();

  /** Roles of the topics that it reads: dead letters of these are its own. */
  List<String> inputs();

  /** Takes the next record of one of its topics; records of other types are passed over. */
  void take(SpecificRecord record);

  /** How many results there were, which the report is about. */
  long results();

  /** All that was seen. */
  List<Section> sections();
}
