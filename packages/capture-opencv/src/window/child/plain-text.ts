/** Text for OpenCV. */
/** ASCII replacements of other letters. */
const replacements: Readonly<Record<string, string>> = {
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

/** Converts a text to ASCII, the only letters that OpenCV draws. */
export function plainText(text: string): string {
  return [...text.normalize("NFKD")]
    .map((letter) => replacements[letter] ?? letter)
    .join("")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^\x20-\x7e]/gu, "?");
}
