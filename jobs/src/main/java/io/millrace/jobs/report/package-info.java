/** The command {@code report}: results as an HTML file to keep and to send. */
package io.millrace.jobs.report;
