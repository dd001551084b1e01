/**
 * The JSON that an evaluation or a benchmark printed, as sections of a report. Nothing here knows
 * which command it was: objects become figures, lists of objects become tables and, where one of
 * their numbers ascends, lines over it.
 */
package io.millrace.jobs.report.result;
