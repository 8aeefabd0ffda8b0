/// What a control plane and a node in another process say to each other, as bytes. A message is a
/// version byte, a tag and its fields in order: integers as LEB128 varints (signed ones zig-zag, as
/// Protocol Buffers encode them), doubles as eight bytes, text as UTF-8 behind its length. Pure:
/// who sends and who receives is not known here.
@NullMarked
package dev.perigee.world.wire;

import org.jspecify.annotations.NullMarked;
