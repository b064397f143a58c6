/**
 * The first TypeScript block of a README, or undefined when it has none. The README's reader copies it,
 * so it has to be a whole program.
 */
export function firstExample(markdown: string): string | undefined {
  return /^```ts\n(.*?)^```$/ms.exec(markdown)?.[1];
}
