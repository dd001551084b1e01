/**
 * Sends records to topics at a pace: edges, and for labelled streams the instances with their
 * labels at once or late, whoever plays them: a command, an evaluation, the demo or a benchmark.
 */
package io.millrace.jobs.play;
