/**
 * Follows the output topics: committed records only, in no consumer group, whatever the brokers do
 * meanwhile. When more arrives than can be shown, records are left out and counted; when the
 * brokers are away, it waits for them and says so.
 */
package io.millrace.dashboard.follow;
