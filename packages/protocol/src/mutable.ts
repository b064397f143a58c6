/**
 * What is read-only for others, for the one who makes it. A field is read in a moment; a getter of its own in each of
 * hundreds of objects is looked up anew each time, since V8 gives every one of them another shape.
 */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
