/**
 * The typed configuration of a job: every key is a Flink {@code ConfigOption} in one of the groups,
 * a YAML file and {@code --set} overrides are read into it, and unknown keys are refused. The
 * reference page is generated from the same options.
 */
package io.millrace.jobs.config;
