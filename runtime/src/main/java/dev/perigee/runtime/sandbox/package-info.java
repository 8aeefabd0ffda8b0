/// Functions in processes of their own: a zygote per tenant forks sandboxes, and each of them is a
/// worker.
///
/// Outermost there is a spawner in a pid namespace of its own, which ends with the platform and
/// takes everything with it. It forks zygotes, warmed interpreters without anything of a function
/// in them. A zygote clones *blanks*: sandboxes in fresh namespaces that wait for their function.
/// Taking a blank is what makes a cold start short. A blank becomes a sandbox by one order: it
/// mounts the code, loses the sight of the machine, its user, its capabilities and a list of system
/// calls, and only then loads the code of the function.
///
/// CPU time comes from the process's own clock, `clock_gettime((~pid << 3) | 2)`
/// (clock_getcpuclockid(3)), plus that of its children from the control group once it has started
/// any.
@NullMarked
package dev.perigee.runtime.sandbox;

import org.jspecify.annotations.NullMarked;
