/** The global scope of a worker. TypeScript's types of a page and of a worker exclude each other. */
export interface Scope {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
}

/** This worker's scope. */
export const scope: Scope = self as unknown as Scope;
