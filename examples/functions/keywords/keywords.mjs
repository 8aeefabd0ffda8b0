// The words that set each chapter of a book apart from the others, by tf-idf.

const HEADING = /^ *CHAPTER [IVXLC]+ *$/m;
const SHOWN = 3;

function chaptersOf(text) {
  const titles = text.match(new RegExp(HEADING, 'gm')) ?? [];
  return text.split(HEADING).slice(1).map((body, i) => ({ title: titles[i].trim(), words: wordsOf(body) }))
    .filter((chapter) => chapter.words.length > 50);
}

function wordsOf(text) {
  return text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
}

function countsOf(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

export async function handler(event) {
  const chapters = chaptersOf(event.text);
  const counts = chapters.map((chapter) => countsOf(chapter.words));
  const chaptersWith = countsOf(counts.flatMap((each) => [...each.keys()]));
  const weight = (word, count, i) =>
    (count / chapters[i].words.length) * Math.log(chapters.length / chaptersWith.get(word));
  const keywords = counts.map((each, i) => ({
    chapter: chapters[i].title,
    words: [...each].sort((a, b) => weight(...b, i) - weight(...a, i)).slice(0, SHOWN).map(([word]) => word),
  }));
  console.log(`${chapters.length} chapters, ${chaptersWith.size} different words`);
  return { chapters: chapters.length, words: chapters.reduce((sum, chapter) => sum + chapter.words.length, 0), keywords };
}
