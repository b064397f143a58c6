/** The part of a worker's global scope that is used; TypeScript's types of the page and of a worker exclude each other. */
export interface Scope {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
}

export const scope: Scope = self as unknown as Scope;
