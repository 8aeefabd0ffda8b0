// Does what the first word of its event says, mostly something bad.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static int counter;  // Proves that memory is fresh in each run.
static volatile unsigned sink;

static int recurse(int n) { return n == 0 ? 0 : 1 + recurse(n + 1) + (int)sink; }

// Through a volatile pointer, or the compiler knows what malloc gives and leaves it out.
static void *(*volatile allocate)(size_t) = malloc;

static int bomb(void) {
  size_t bytes = 0;
  for (char *p; (p = allocate(1 << 20)) != NULL; bytes += 1 << 20) memset(p, 1, 1 << 20);
  printf("%zu", bytes >> 20);
  return 0;
}

static unsigned char block[300000];

static int leak_check(void) {  // Counts the bytes that an earlier run has left; then leaves some.
  size_t grown = 4 << 20, dirty = 0;
  unsigned char *p = (unsigned char *)(__builtin_wasm_memory_grow(0, grown >> 16) << 16);
  for (size_t i = 0; i < grown; i++) dirty += p[i] != 0;
  for (size_t i = 0; i < sizeof block; i++) dirty += block[i] != 0;
  memset(p, 0xa5, grown);
  memset(block, 0xa5, sizeof block);
  printf("%zu", dirty);
  return 0;
}

static int open_files(void) {
  const char *paths[] = {"/etc/passwd", "/", ".", "/tmp/x", "../x"};
  int opened = 0;
  for (int i = 0; i < 5; i++) opened += open(paths[i], O_RDONLY) >= 0;
  opened += open("/tmp/x", O_CREAT | O_RDWR, 0600) >= 0;
  printf("%d", opened);
  return 0;
}

int main(int argc, char **argv) {
  char event[256] = {0};
  ssize_t got = read(0, event, sizeof event - 1);
  (void)got;
  if (!strcmp(event, "trap")) __builtin_trap();
  if (!strcmp(event, "loop")) for (;;) sink++;
  if (!strcmp(event, "tight")) for (;;) __asm__ volatile("" ::: "memory");
  if (!strcmp(event, "sleep")) { fputs("asleep\n", stderr); struct timespec t = {60, 0}; nanosleep(&t, NULL); return 0; }
  if (!strcmp(event, "nap")) { struct timespec t = {0, 30000000}; nanosleep(&t, NULL); puts("rested"); return 0; }
  if (!strcmp(event, "bomb")) return bomb();
  if (!strcmp(event, "bombtrap")) { for (;;) memset(allocate(1 << 20), 1, 1 << 20); }
  if (!strcmp(event, "abort")) { while (allocate(1 << 20)) sink++; abort(); }
  if (!strcmp(event, "leak")) return leak_check();
  if (!strcmp(event, "recurse")) return recurse(1);
  if (!strcmp(event, "outside")) return *(volatile int *)0x7ffffff0;
  if (!strcmp(event, "exit3")) exit(3);
  if (!strcmp(event, "files")) return open_files();
  if (!strcmp(event, "count")) { printf("%d", ++counter); return 0; }
  if (!strcmp(event, "large")) for (;;) fwrite(event, 1, sizeof event, stdout);
  if (!strcmp(event, "stderr")) { fputs("one\ntwo\r\nthree", stderr); return 0; }
  if (!strcmp(event, "flood")) for (;;) fputs("flood\n", stderr);
  if (!strcmp(event, "env")) { printf("%s", getenv("GREETING")); return 0; }
  if (!strcmp(event, "environ")) { extern char **environ; int n = 0; while (environ && environ[n]) n++; printf("%d", n); return 0; }
  if (!strcmp(event, "name")) { printf("%d %s", argc, argv[0]); return 0; }
  if (!strcmp(event, "clock")) { struct timespec t; clock_gettime(CLOCK_REALTIME, &t); printf("%lld", (long long)t.tv_sec); return 0; }
  if (!strcmp(event, "random")) { unsigned char r[16]; getentropy(r, 16); for (int i = 0; i < 16; i++) printf("%02x", r[i]); return 0; }
  if (!strcmp(event, "burn")) { for (unsigned i = 0; i < 400000000u; i++) sink += i; printf("%u", sink); return 0; }
  return 2;
}
