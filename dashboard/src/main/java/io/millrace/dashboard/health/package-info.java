/**
 * How the jobs do: rates, latency, lag, checkpoints, and in words what is wrong and what helps.
 * Judged from the topics alone, and from Flink's REST server where its address is known.
 */
package io.millrace.dashboard.health;
