/** Looking for what is called so. */

/** Without case and accents, so that "Zoë" is found by "zoe"; an accent that stands by itself is what is looked for. */
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/(?=\p{M})\p{Diacritic}/gu, "")
    .toLocaleLowerCase();

/** Those in whose texts every word of what is looked for stands. */
export function matching<Item>(
  wanted: string,
  all: readonly Item[],
  textsOf: (item: Item) => readonly string[],
): readonly Item[] {
  const words = [...new Set(plain(wanted).split(/\s+/).filter(Boolean))];
  if (words.length === 0) return all;
  return all.filter((one) => {
    const within = plain(textsOf(one).join(" "));
    return words.every((word) => within.includes(word));
  });
}
