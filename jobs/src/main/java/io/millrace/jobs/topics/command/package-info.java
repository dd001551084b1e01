/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The commands that create, list and check topics, and that print what a user of them has to be
 * allowed. They know the jobs; the catalogue of topics, which jobs know, does not.
 */
package io.millrace.jobs.topics.command;
