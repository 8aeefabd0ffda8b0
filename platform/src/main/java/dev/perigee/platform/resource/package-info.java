/// Queues, tables, buckets and topics as functions use them: what a function asks while it runs,
/// and which of them its code names.
@NullMarked
package dev.perigee.platform.resource;

import org.jspecify.annotations.NullMarked;
