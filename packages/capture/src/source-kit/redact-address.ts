/** Query parameters that hold secrets in the addresses of some cameras. */
const secretParameter = /([?&][^=&#]*(?:pass|pwd|psw|token|secret|key|auth)[^=&#]*=)[^&#]*/gi;

/** What is before an `@`, although not where a URL has the name and password: a password with a slash in it ends the host. */
const misplaced = /^(https?:\/\/)[^?#]*@/;

/** An address without name and password as it may be shown: parameters that look secret have no value. */
export function showUrl(url: URL): string {
  return url.href.replace(misplaced, "$1…@").replace(secretParameter, "$1…");
}

/** What may be shown of a text that is perhaps an address: nothing that could be a name and password. */
export function hideSecrets(text: string): string {
  return text.replace(/^.*@/s, "…@").replace(secretParameter, "$1…");
}
