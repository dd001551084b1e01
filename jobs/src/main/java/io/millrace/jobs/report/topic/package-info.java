/**
 * What the output topics of a job say, as sections of a report: one class per job takes records one
 * by one and keeps no more of them than is drawn, however long the topic.
 */
package io.millrace.jobs.report.topic;
