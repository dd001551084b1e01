/**
 * Jobs on a running cluster: submitting, stopping with a savepoint, upgrading after a check of what
 * the state can take, rescaling, and going on from a checkpoint when the job manager was lost.
 */
package io.millrace.jobs.cluster.job;
