/**
 * The typed configuration of a job: every key is a Flink {@code ConfigOption} in one of the groups,
 * a YAML file and {@code --set} overrides are read into it, unknown keys are refused, and {@link
 * io.millrace.jobs.config.ConfigurationValidator} checks options against each other before anything
 * starts. The reference page is generated from the same options.
 */
package io.millrace.jobs.config;
