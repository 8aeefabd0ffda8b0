// Word statistics of a text: a WASI command, so the event comes on standard input and the answer goes to standard output.
//
// Event:  {"text": "..."}, or {"lines": n} for n lines of a built-in rhyme.
// Answer: {"bytes", "lines", "words", "distinctWords", "meanWordLength", "longestWord", "top": [{"word", "count"}, ..]}
//
// A word is a run of letters and digits, with apostrophes and hyphens inside; bytes above 127 (UTF-8) count as letters.
// Case is ignored for ASCII. Memory is never freed: it is gone after the answer anyway.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TOP = 10, LONGEST_WORD = 64 };

static const char *const rhyme[] = {
    "Twinkle, twinkle, little star,\n", "How I wonder what you are!\n",
    "Up above the world so high,\n", "Like a diamond in the sky.\n"};

struct text {
  char *bytes;
  size_t size, capacity;
};

struct entry {
  const char *word;
  uint32_t length, count;
};

struct table {
  struct entry *slots;
  size_t capacity, used;
};

_Noreturn static void fail(const char *why) {
  ssize_t ignored = write(2, why, strlen(why));
  (void)ignored;
  _exit(2);
}

static void *grown(void *old, size_t bytes) {
  void *block = realloc(old, bytes);
  if (block == NULL) fail("words: the text does not fit into the function's memory; raise it\n");
  return block;
}

static void append(struct text *to, const char *bytes, size_t size) {
  if (size == 0) return;
  if (to->size + size > to->capacity) {
    to->capacity = 2 * (to->size + size) + 256;
    to->bytes = grown(to->bytes, to->capacity);
  }
  memcpy(to->bytes + to->size, bytes, size);
  to->size += size;
}

static void append_text(struct text *to, const char *string) { append(to, string, strlen(string)); }

static void append_number(struct text *to, uint64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  do digits[--at] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  append(to, digits + at, sizeof digits - at);
}

static void read_event(struct text *event) {
  static char block[65536];  // The stack has no more than 64 KiB.
  for (ssize_t got; (got = read(0, block, sizeof block)) > 0;) append(event, block, (size_t)got);
  append(event, "", 1);  // The end reads as a byte that no rule accepts.
}

// ---- JSON, as much as the event needs ----

static const char *blank(const char *at) { return at + strspn(at, " \t\r\n"); }

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  fail("words: \\u in a JSON string needs four hexadecimal digits\n");
}

static uint32_t code_unit(const char *at) {
  uint32_t unit = 0;
  for (int i = 0; i < 4; i++) unit = unit << 4 | (uint32_t)hex(at[i]);
  return unit;
}

static void append_utf8(struct text *to, uint32_t point) {
  char bytes[4];
  size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t i = size; i-- > 1; point >>= 6) bytes[i] = (char)(0x80 | (point & 0x3f));
  bytes[0] = (char)(lead[size] | point);
  append(to, bytes, size);
}

// Reads an escape; `at` is behind the backslash. Returns what follows it.
static const char *escape(const char *at, struct text *to) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  const char *name = *at == 0 ? NULL : strchr(names, *at);
  if (name != NULL) {
    append(to, &values[name - names], 1);
    return at + 1;
  }
  if (*at != 'u') fail("words: unknown escape in a JSON string\n");
  uint32_t point = code_unit(at + 1);
  at += 5;
  if (point >= 0xd800 && point < 0xdc00 && at[0] == '\\' && at[1] == 'u') {
    uint32_t low = code_unit(at + 2);
    if (low >= 0xdc00 && low < 0xe000) {
      append_utf8(to, 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00));
      return at + 6;
    }
  }
  append_utf8(to, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  return at;
}

static const char *string(const char *at, struct text *to) {
  if (*at != '"') fail("words: the event must be a JSON object\n");
  at++;
  while (*at != '"') {
    size_t plain = strcspn(at, "\"\\");
    append(to, at, plain);
    at += plain;
    if (*at == '\\') at = escape(at + 1, to);
    else if (*at == 0) fail("words: a JSON string has no end\n");
  }
  return at + 1;
}

// Skips a value of any kind; strings and brackets are all that matters for where it ends.
static const char *skip(const char *at) {
  struct text ignored = {0};
  int depth = 0;
  do {
    at = blank(at);
    if (*at == '"') at = string(at, &ignored);
    else if (*at == '[' || *at == '{') depth++, at++;
    else if ((*at == ']' || *at == '}') && depth > 0) depth--, at++;
    else if ((*at == ',' || *at == ':') && depth > 0) at++;
    else {
      size_t size = strcspn(at, " \t\r\n,:]}[{\"");
      if (size == 0) fail("words: the event is not valid JSON\n");
      at += size;
    }
  } while (depth > 0);
  return at;
}

static const char *lines(const char *at, struct text *text) {
  uint32_t count = 0;
  const char *start = at;
  while (*at >= '0' && *at <= '9' && count < 10000000) count = count * 10 + (uint32_t)(*at++ - '0');
  if (at == start || count > 10000000) fail("words: \"lines\" must be a number from 0 to 10000000\n");
  for (uint32_t i = 0; i < count; i++) append_text(text, rhyme[i % 4]);
  return at;
}

// Makes the text that the event means.
static void parse(const char *at, struct text *text) {
  int found = 0;
  at = blank(at);
  if (*at != '{') fail("words: the event must be a JSON object\n");
  at = blank(at + 1);
  while (*at != '}') {
    struct text key = {0};
    at = blank(string(at, &key));
    if (*at != ':') fail("words: the event is not valid JSON\n");
    at = blank(at + 1);
    if (key.size == 4 && memcmp(key.bytes, "text", 4) == 0) at = string(at, text), found = 1;
    else if (key.size == 5 && memcmp(key.bytes, "lines", 5) == 0) at = lines(at, text), found = 1;
    else at = skip(at);
    at = blank(at);
    if (*at == ',') at = blank(at + 1);
    else if (*at != '}') fail("words: the event is not valid JSON\n");
  }
  if (!found) fail("words: the event needs \"text\" (a string) or \"lines\" (a number)\n");
}

// ---- counting ----

static uint32_t hash(const char *word, size_t length) {  // FNV-1a
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)word[i]) * 16777619u;
  return h;
}

static struct entry *slot(const struct table *table, const char *word, size_t length) {
  size_t mask = table->capacity - 1, at = hash(word, length) & mask;
  while (table->slots[at].count > 0 &&
         (table->slots[at].length != length || memcmp(table->slots[at].word, word, length) != 0))
    at = (at + 1) & mask;
  return &table->slots[at];
}

static void enlarge(struct table *table) {
  struct table larger = {NULL, table->capacity == 0 ? 1024 : 2 * table->capacity, table->used};
  larger.slots = grown(NULL, larger.capacity * sizeof *larger.slots);
  memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
  for (size_t i = 0; i < table->capacity; i++)
    if (table->slots[i].count > 0)
      *slot(&larger, table->slots[i].word, table->slots[i].length) = table->slots[i];
  free(table->slots);
  *table = larger;
}

static void count(struct table *table, const char *word, size_t length) {
  if (2 * table->used >= table->capacity) enlarge(table);
  struct entry *entry = slot(table, word, length);
  if (entry->count == 0) {
    entry->word = word;
    entry->length = (uint32_t)length;
    table->used++;
  }
  entry->count++;
}

static int is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

struct totals {
  size_t words, letters, lines;
  const char *longest;
  size_t longest_length, longest_bytes;
};

static void lower(struct text *text) {
  for (size_t i = 0; i < text->size; i++)
    if (text->bytes[i] >= 'A' && text->bytes[i] <= 'Z') text->bytes[i] += 'a' - 'A';
}

// The end of the word that starts here.
static size_t word_end(const struct text *text, size_t at) {
  while (at < text->size) {
    unsigned char c = (unsigned char)text->bytes[at];
    int joins = (c == '\'' || c == '-') && at + 1 < text->size && is_letter((unsigned char)text->bytes[at + 1]);
    if (!is_letter(c) && !joins) break;
    at++;
  }
  return at;
}

static size_t characters(const char *bytes, size_t size) {
  size_t n = 0;
  for (size_t i = 0; i < size; i++) n += ((unsigned char)bytes[i] & 0xc0) != 0x80;
  return n;
}

static struct totals count_all(struct text *text, struct table *table) {
  struct totals totals = {0};
  lower(text);
  for (size_t at = 0; at < text->size;) {
    if (!is_letter((unsigned char)text->bytes[at])) {
      totals.lines += text->bytes[at++] == '\n';
      continue;
    }
    size_t end = word_end(text, at), length = characters(text->bytes + at, end - at);
    count(table, text->bytes + at, end - at);
    totals.words++;
    totals.letters += length;
    if (length > totals.longest_length && end - at <= LONGEST_WORD) {
      totals.longest = text->bytes + at;
      totals.longest_length = length;
      totals.longest_bytes = end - at;
    }
    at = end;
  }
  totals.lines += text->size > 0 && text->bytes[text->size - 1] != '\n';
  return totals;
}

// By count, then by the alphabet, so that the answer does not depend on the hash.
static int before(const struct entry *a, const struct entry *b) {
  if (a->count != b->count) return a->count > b->count;
  size_t shared = a->length < b->length ? a->length : b->length;
  int order = memcmp(a->word, b->word, shared);
  return order != 0 ? order < 0 : a->length < b->length;
}

static size_t top(const struct table *table, struct entry *best) {
  size_t found = 0;
  for (size_t i = 0; i < table->capacity; i++) {
    struct entry entry = table->slots[i];
    if (entry.count == 0 || (found == TOP && !before(&entry, &best[TOP - 1]))) continue;
    size_t at = found < TOP ? found++ : TOP - 1;
    for (; at > 0 && before(&entry, &best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = entry;
  }
  return found;
}

// ---- the answer ----

static void append_field(struct text *to, const char *name, uint64_t number) {
  append_text(to, name);
  append_number(to, number);
}

static void append_word(struct text *to, const char *word, size_t length) {
  append_text(to, "\"");
  append(to, word, length);  // A word has no byte that JSON would escape.
  append_text(to, "\"");
}

// With three decimals, rounded half up.
static void append_mean(struct text *to, uint64_t sum, uint64_t n) {
  uint64_t thousandths = n == 0 ? 0 : (2000 * sum + n) / (2 * n);
  append_number(to, thousandths / 1000);
  char decimals[4] = {'.', (char)('0' + thousandths / 100 % 10), (char)('0' + thousandths / 10 % 10),
                      (char)('0' + thousandths % 10)};
  append(to, decimals, sizeof decimals);
}

static void answer(struct text *to, size_t bytes, const struct totals *totals, const struct table *table) {
  struct entry best[TOP];
  size_t found = top(table, best);
  append_field(to, "{\"bytes\": ", bytes);
  append_field(to, ", \"lines\": ", totals->lines);
  append_field(to, ", \"words\": ", totals->words);
  append_field(to, ", \"distinctWords\": ", table->used);
  append_text(to, ", \"meanWordLength\": ");
  append_mean(to, totals->letters, totals->words);
  append_text(to, ", \"longestWord\": ");
  append_word(to, totals->longest == NULL ? "" : totals->longest, totals->longest_bytes);
  append_text(to, ", \"top\": [");
  for (size_t i = 0; i < found; i++) {
    append_text(to, i == 0 ? "{\"word\": " : ", {\"word\": ");
    append_word(to, best[i].word, best[i].length);
    append_field(to, ", \"count\": ", best[i].count);
    append_text(to, "}");
  }
  append_text(to, "]}");
}

int main(void) {
  struct text event = {0}, text = {0}, out = {0};
  struct table table = {0};
  read_event(&event);
  parse(event.bytes, &text);
  struct totals totals = count_all(&text, &table);
  answer(&out, text.size, &totals, &table);
  for (size_t done = 0; done < out.size;) {
    ssize_t written = write(1, out.bytes + done, out.size - done);
    if (written <= 0) fail("words: the answer can't be written\n");
    done += (size_t)written;
  }
  return 0;
}
