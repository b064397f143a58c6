/** A receiver cannot be shown the pictures: it decodes none of what there is. Other receivers are not affected. */
export class NoCommonCodecError extends Error {
  override readonly name = "NoCommonCodecError";
}
