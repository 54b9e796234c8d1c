// Cuts what a reader searches into words of the index, the longest first, because Chinese has no blanks between words.
var splitQuery = (query) => query.split(/[^\p{Letter}\p{Number}_]+/u).filter(Boolean).flatMap((part) => {
  const known = (word) => Object.hasOwn(Search._index.terms, word) || Object.hasOwn(Search._index.titleterms, word);
  const words = [];
  for (const run of part.match(/[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+/gu)) {
    if (run < "\u4e00") { words.push(run); continue; }
    for (let from = 0, length; from < run.length; from += length) {
      length = run.length - from;
      while (length > 1 && !known(run.slice(from, from + length))) length -= 1;
      if (length > 1) words.push(run.slice(from, from + length));
    }
  }
  return words.length ? words : [part];
});
