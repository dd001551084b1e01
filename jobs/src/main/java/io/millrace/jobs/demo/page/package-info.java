/**
 * What the demo knows of the page that shows it. The page comes from another module, which may be
 * absent; it is found by {@link java.util.ServiceLoader}.
 */
package io.millrace.jobs.demo.page;
