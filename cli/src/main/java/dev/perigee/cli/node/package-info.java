/// Nodes as processes of their own: how the platform starts them and keeps them alive, and what
/// such a process is made of. A node process has a journal and an engine of its own, so that it
/// goes on alone when its control plane is out of reach.
@NullMarked
package dev.perigee.cli.node;

import org.jspecify.annotations.NullMarked;
