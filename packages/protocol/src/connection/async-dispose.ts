/** `Symbol.asyncDispose`, also where the browser has none (Safari): the symbol that compilers use there for `await using`. */
const native: typeof Symbol.asyncDispose | undefined = Symbol.asyncDispose;

export const asyncDispose: typeof Symbol.asyncDispose =
  native ?? (Symbol.for("Symbol.asyncDispose") as typeof Symbol.asyncDispose);
