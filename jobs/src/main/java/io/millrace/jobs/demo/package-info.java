/**
 * The demo: a broker, a cluster, patients and the shipped model in one process, watched live. Its
 * figures are measured at the consumer's end: what a reader of committed records gets, and when.
 */
package io.millrace.jobs.demo;
