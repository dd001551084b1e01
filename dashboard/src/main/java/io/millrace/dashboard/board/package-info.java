/**
 * What the views show: each board takes the records of a job, keeps the newest, and tells them as a
 * snapshot of plain records that become JSON. No board keeps more for a longer stream.
 */
package io.millrace.dashboard.board;
