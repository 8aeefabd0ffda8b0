/// What functions keep: queues, tables and buckets in one SQLite file. Writes of many callers are
/// one transaction (group commit); when a method returns, what it wrote is on the disk. Each
/// resource has bounds, and what has a time to live is gone when that is over.
@NullMarked
package dev.perigee.fabric.resource;

import org.jspecify.annotations.NullMarked;
