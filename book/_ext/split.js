// Cuts what a reader searches into words of the index, the longest first, because Chinese has no blanks between words.
// A single character that is left over is no word of its own: 「写 KR」 finds what 「写KR」 finds.
var splitQuery = (query) => {
  const parts = query.normalize("NFKC").split(/[^\p{Letter}\p{Number}_]+/u).filter(Boolean);
  const known = (word) => Object.hasOwn(Search._index.terms, word) || Object.hasOwn(Search._index.titleterms, word);
  const words = [];
  for (const run of parts.flatMap((part) => part.match(/[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+/gu))) {
    if (run < "\u4e00") { words.push(run); continue; }
    for (let from = 0, length; from < run.length; from += length) {
      length = run.length - from;
      while (length > 1 && !known(run.slice(from, from + length))) length -= 1;
      if (length > 1) words.push(run.slice(from, from + length));
    }
  }
  return words.length ? words : parts;
};
