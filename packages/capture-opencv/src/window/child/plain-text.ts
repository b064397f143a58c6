/** Letters that OpenCV writes otherwise. */
const others: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "–": "-",
  "—": "-",
  "…": "...",
  ß: "ss",
  ø: "o",
  Ø: "O",
  æ: "ae",
  Æ: "AE",
  ł: "l",
  Ł: "L",
};

/** The text as OpenCV can write it, which knows no letters beyond ASCII's. */
export function plainText(text: string): string {
  return [...text.normalize("NFKD")]
    .map((letter) => others[letter] ?? letter)
    .join("")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^\x20-\x7e]/gu, "?");
}
