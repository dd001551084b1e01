/**
 * The command that hands a model to running jobs: checked as a job would check it, put into the
 * store, announced on the topic of models.
 */
package io.millrace.jobs.publish;
