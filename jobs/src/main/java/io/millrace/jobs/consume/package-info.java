/** Follows the topics of Millrace, decoded, from any point in time on, for people and programs. */
package io.millrace.jobs.consume;
