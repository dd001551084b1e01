/** All online learners by their names, as commands, jobs and benchmarks call them. */
package io.millrace.models.drift.catalogue;
