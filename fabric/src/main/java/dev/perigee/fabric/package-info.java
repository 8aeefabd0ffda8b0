/// What the live platform stands on: everything that touches a disk or a socket and knows nothing
/// of functions.
///
/// - `journal`: what was acknowledged, one per node, fsynced before it is acknowledged
/// - `segment`: append-only files of opaque blocks: the ledger's bytes
/// - `transport`: frames between a controller and its nodes, over a Unix-domain socket or in memory
/// - `artefact`: deployed code, named by its SHA-256, and the zip archives it comes in
@NullMarked
package dev.perigee.fabric;

import org.jspecify.annotations.NullMarked;
