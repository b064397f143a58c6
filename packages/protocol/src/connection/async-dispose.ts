const known: typeof Symbol.asyncDispose | undefined = Symbol.asyncDispose;

/** `Symbol.asyncDispose`. Where there is none, as in Safari, it is what compilers take for it when they compile `await using`. */
export const asyncDispose: typeof Symbol.asyncDispose =
  known ?? (Symbol.for("Symbol.asyncDispose") as typeof Symbol.asyncDispose);
