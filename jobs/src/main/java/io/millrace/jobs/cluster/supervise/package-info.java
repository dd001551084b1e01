/**
 * The process that starts the others of a local cluster, watches them, starts anew what died, and
 * after a job manager's death submits its jobs again from their last checkpoint.
 */
package io.millrace.jobs.cluster.supervise;
