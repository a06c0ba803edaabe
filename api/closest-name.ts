/** The known name that begins with `seen`, or the nearest by edit distance; undefined where none is near enough for a slip. */
export function closestName(seen: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const longer = names.find((name) => seen.length > 2 && name.toLowerCase().startsWith(seen.toLowerCase()));
  if (longer !== undefined) return longer;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const name of names) {
    const distance = editDistance(seen.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  // Half the letters wrong is another word, not a slip.
  return best !== undefined && bestDistance * 2 <= Math.max(seen.length, best.length) ? best : undefined;
}

/** Levenshtein distance by rows; names are at most 200 characters, longer strings are cut. */
function editDistance(a: string, b: string): number {
  const left = a.slice(0, 200);
  const right = b.slice(0, 200);
  let row = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[right.length];
}
